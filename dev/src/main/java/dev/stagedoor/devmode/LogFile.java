// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.devmode;

import dev.stagedoor.kernel.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * A child's log file, readable by our user only. It is rotated to {@code .1} at each start and at {@link #LARGEST}
 * characters.
 */
final class LogFile implements Consumer<String>, AutoCloseable {
    static final long LARGEST = 20_000_000;
    private static final int REMEMBERED = 15;

    private final Path path;
    private final Deque<String> last = new ArrayDeque<>();
    private Writer writer;
    private long written;

    LogFile(Path path) throws IOException {
        this.path = path;
        this.writer = begin(path);
    }

    private static Writer begin(Path path) throws IOException {
        if (Files.exists(path)) {
            Files.move(path, path.resolveSibling(path.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.createFile(path, OwnerOnly.FILE);
        return Files.newBufferedWriter(path, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void accept(String line) {
        if (last.size() == REMEMBERED) {
            last.removeFirst();
        }
        last.addLast(line);
        try {
            if (written > LARGEST) {
                writer.close();
                writer = begin(path);
                written = 0;
            }
            writer.write(line);
            writer.write('\n');
            writer.flush();
            written += line.length() + 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last lines, for error messages. */
    synchronized String tail() {
        return String.join("\n", last);
    }

    /** The file. */
    Path path() {
        return path;
    }

    @Override
    public synchronized void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
