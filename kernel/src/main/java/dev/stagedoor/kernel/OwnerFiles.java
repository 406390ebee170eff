// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files and directories that only their owner can read. */
public final class OwnerFiles {
    private OwnerFiles() {}

    /** Creates the directory with mode 0700 if it does not exist. */
    public static void folder(Path folder) {
        try {
            Files.createDirectories(folder, OwnerOnly.FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the directory " + folder, e);
        }
    }

    /** Writes the file atomically with mode 0600: a reader never sees part of it. */
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
