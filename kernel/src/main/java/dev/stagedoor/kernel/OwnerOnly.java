// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The permissions of a file or directory that only its owner may read (S3). */
public final class OwnerOnly {
    /** Files: 0600. */
    public static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** Directories: 0700. */
    public static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private OwnerOnly() {}

    /** Whether this mode keeps everyone else out. */
    public static boolean holds(Set<PosixFilePermission> mode) {
        return FOLDER.value().containsAll(mode);
    }
}
