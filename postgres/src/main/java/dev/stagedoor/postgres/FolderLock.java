// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import dev.stagedoor.kernel.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** An exclusive lock on a data folder, released when the process ends in any way. */
final class FolderLock implements AutoCloseable {
    /** Checked first: closing a second channel on the lock file would release this process's lock. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Locks {@code folder}, given by its real path.
     *
     * @throws PostgresNotStarted if it is locked, naming the process that holds the lock
     */
    static FolderLock take(Path folder) throws IOException {
        if (!HELD_HERE.add(folder)) {
            throw inUse(folder, Long.toString(ProcessHandle.current().pid()));
        }
        @Nullable FileChannel channel = null;
        try {
            Path file = folder.resolve("lock");
            channel =
                    FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.FILE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(folder, Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
            return new FolderLock(folder, channel);
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(folder);
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    private static PostgresNotStarted inUse(Path folder, String process) {
        return new PostgresNotStarted("The PostgreSQL data folder " + folder + " is in use by process "
                + (process.isEmpty() ? "(unknown)" : process)
                + ". Stop that process first, or choose another data folder.");
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD_HERE.remove(folder);
    }
}
