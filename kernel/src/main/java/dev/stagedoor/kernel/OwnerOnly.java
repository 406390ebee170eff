package dev.stagedoor.kernel;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** What a file or folder is made with that nobody but its owner may read (S3). */
public final class OwnerOnly {
    /** A file: 0600. */
    public static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** A folder: 0700. */
    public static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private OwnerOnly() {}

    /** Whether a file with that mode is closed to everybody else. */
    public static boolean holds(Set<PosixFilePermission> mode) {
        return FOLDER.value().containsAll(mode);
    }
}
