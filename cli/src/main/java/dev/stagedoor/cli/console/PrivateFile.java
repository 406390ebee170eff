package dev.stagedoor.cli.console;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file for its owner alone, which has its name only once it is whole. */
public final class PrivateFile implements AutoCloseable {
    private final Path target;
    private final Path partial;
    private final PrintStream text;

    private PrivateFile(Path target, Path partial) throws IOException {
        this.target = target;
        this.partial = partial;
        this.text = new PrintStream(
                new BufferedOutputStream(Files.newOutputStream(partial), 64 * 1024), false, StandardCharsets.UTF_8);
    }

    /** Begins it beside its place; temporary files are their owner's alone (0600). */
    public static PrivateFile create(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null || Files.isDirectory(absolute)) {
            throw new IOException(target + " is a folder");
        }
        return new PrivateFile(absolute, Files.createTempFile(folder, ".stagedoor-", ".part"));
    }

    /** What is written goes there. */
    public PrintStream text() {
        return text;
    }

    /** It is whole: gives it its name. */
    public void keep() throws IOException {
        text.close();
        if (text.checkError()) {
            throw new IOException("not everything could be written");
        }
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes what is not whole. */
    @Override
    public void close() throws IOException {
        text.close();
        Files.deleteIfExists(partial);
    }
}
