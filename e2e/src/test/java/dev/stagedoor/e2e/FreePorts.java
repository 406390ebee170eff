// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a test says about free ports must stay true for as long as it looks, though the tests run in several JVMs: each
 * {@code dev} takes the first free ports from 7880 on, and so another's as soon as that has ended.
 */
public final class FreePorts implements AutoCloseable {
    private final FileChannel file;

    private FreePorts(FileChannel file) {
        this.file = file;
    }

    /** Until it is closed, no {@code dev} starts in another JVM. */
    public static FreePorts looked() {
        return locked(false);
    }

    /** Until it is closed, no test in another JVM looks whether ports are free. */
    static FreePorts taken() {
        return locked(true);
    }

    private static FreePorts locked(boolean shared) {
        try {
            Path folder = Files.createDirectories(Distribution.project().resolve("e2e/target"));
            FileChannel file = FileChannel.open(
                    folder.resolve("ports.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            file.lock(0, Long.MAX_VALUE, shared);
            return new FreePorts(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
