// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.crypto;

import dev.stagedoor.kernel.OwnerOnly;
import dev.stagedoor.kernel.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file with master keys, readable only by its owner. A link is judged by its target. */
public final class KeyFile {
    private static final int MOST_BYTES = 16 * 1024;

    private KeyFile() {}

    /**
     * The keys in the file; if it is missing, it is created with a new random key: for {@code dev}.
     *
     * @throws MasterKeyRefused as {@link MasterKeys#fromFile}
     */
    public static MasterKeys readOrCreate(Path file) {
        if (!Files.exists(file)) {
            create(file, MasterKey.generate());
        }
        return MasterKeys.fromFile(file);
    }

    /** Writes the key, 0600, atomically; a file that another process created in the meantime is kept. */
    static void create(Path file, MasterKey key) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Path fresh = Files.createTempFile(folder, ".master-key-", "", OwnerOnly.FILE);
            try {
                write(fresh, key.text().reveal());
                // A link, not a move: a move would replace a key that may already have sealed something.
                Files.createLink(file, fresh);
            } catch (FileAlreadyExistsException theirs) {
                return;
            } finally {
                Files.delete(fresh);
            }
        } catch (IOException failed) {
            throw new MasterKeyRefused("The master key file " + file + " cannot be written", failed);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }

    static Secret read(Path file) {
        try {
            Path real = file.toRealPath();
            if (!Files.isRegularFile(real)) {
                throw new MasterKeyRefused("The master key file " + file + " is not a file");
            }
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(real);
            if (!OwnerOnly.holds(mode)) {
                throw new MasterKeyRefused("The master key file " + file + " is open to others than its owner ("
                        + PosixFilePermissions.toString(mode)
                        + "). Close it with: chmod 600");
            }
            if (Files.size(real) > MOST_BYTES) {
                throw new MasterKeyRefused("The master key file " + file + " is too large to be one");
            }
            return Secret.of(Files.readAllBytes(real));
        } catch (NoSuchFileException missing) {
            throw new MasterKeyRefused("The master key file " + file + " does not exist", missing);
        } catch (IOException | UnsupportedOperationException failed) {
            throw new MasterKeyRefused("The master key file " + file + " or its mode cannot be read", failed);
        }
    }
}
