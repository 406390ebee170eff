// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.console;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file readable by its owner only, which appears under its name only when complete. */
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

    /** Creates a temporary file next to it (mode 0600). */
    public static PrivateFile create(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null || Files.isDirectory(absolute)) {
            throw new IOException(target + " is a folder");
        }
        return new PrivateFile(absolute, Files.createTempFile(folder, ".stagedoor-", ".part"));
    }

    /** The stream to write to. */
    public PrintStream text() {
        return text;
    }

    /** Renames the complete file to its name. */
    public void keep() throws IOException {
        text.close();
        if (text.checkError()) {
            throw new IOException("the file could not be written completely");
        }
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes an incomplete file. */
    @Override
    public void close() throws IOException {
        text.close();
        Files.deleteIfExists(partial);
    }
}
