package dev.stagedoor.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files and folders for nobody but their owner. */
public final class OwnerFiles {
    private OwnerFiles() {}

    /** Makes the folder, 0700, if it is not there. */
    public static void folder(Path folder) {
        try {
            Files.createDirectories(folder, OwnerOnly.FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + folder, e);
        }
    }

    /** Writes the file, 0600, whole or not at all: who waits for it never reads a part. */
    public static void write(Path file, String text) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Path fresh = Files.createTempFile(folder, ".fresh-", "", OwnerOnly.FILE);
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
