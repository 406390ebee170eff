// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.config;

import dev.stagedoor.kernel.OwnerOnly;
import dev.stagedoor.kernel.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/** A file that holds one secret. */
public final class SecretFile {
    private static final int LARGEST = 64 * 1024;

    private SecretFile() {}

    /**
     * The secret in the file, without the line break at its end.
     *
     * @throws IllegalArgumentException if it is missing, empty, too large or world-readable (S3)
     */
    public static Secret read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException("the file does not exist or is not a regular file");
            }
            requireClosedToOthers(file);
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException("the file is too large to be a secret");
            }
            byte[] bytes = Files.readAllBytes(file);
            int length = bytes.length;
            while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
                length--;
            }
            if (length == 0) {
                throw new IllegalArgumentException("the file is empty");
            }
            return Secret.of(Arrays.copyOf(bytes, length));
        } catch (IOException e) {
            throw new IllegalArgumentException("the file cannot be read", e);
        }
    }

    /** Refuses a file that users other than its owner and its group can read or write. */
    public static void requireClosedToOthers(Path file) {
        Set<PosixFilePermission> mode = mode(file);
        boolean open =
                mode.contains(PosixFilePermission.OTHERS_READ) || mode.contains(PosixFilePermission.OTHERS_WRITE);
        if (open) {
            throw new IllegalArgumentException("the file is readable by every user ("
                    + PosixFilePermissions.toString(mode) + "); run chmod 600 on it");
        }
    }

    /** Whether only the file's owner can read or write it: mode 0600 or less. */
    static boolean isOwnersOnly(Path file) {
        return OwnerOnly.holds(mode(file));
    }

    private static Set<PosixFilePermission> mode(Path file) {
        try {
            // Links are followed: what counts is who can read the target.
            return Files.getPosixFilePermissions(file.toRealPath(new LinkOption[0]));
        } catch (IOException | UnsupportedOperationException e) {
            throw new IllegalArgumentException("the file's mode cannot be read", e);
        }
    }
}
