// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks a {@code .tar.xz} of files, folders and symbolic links, all within the target folder. */
final class Archive {
    private static final long LARGEST = 1L << 30;

    private Archive() {}

    /** Unpacks into an existing folder. Everyone can read the files and run the programs. */
    static void unpack(InputStream txz, Path folder) throws IOException {
        long left = LARGEST;
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(txz)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                left -= entry.getSize();
                if (left < 0) {
                    throw new IOException("the archive is larger than " + LARGEST + " bytes");
                }
                write(tar, entry, folder);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        Path path = inside(folder, folder.resolve(entry.getName()), entry);
        if (entry.isDirectory()) {
            folders(folder, path);
            return;
        }
        folders(folder, Objects.requireNonNull(path.getParent()));
        if (entry.isSymbolicLink()) {
            inside(folder, path.resolveSibling(entry.getLinkName()), entry);
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(tar, path);
            boolean program = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    /** Creates the folders down to {@code path}; regardless of the umask, everyone can enter them. */
    private static void folders(Path top, Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            folders(top, Objects.requireNonNull(path.getParent()));
            Files.createDirectory(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static Path inside(Path folder, Path path, TarArchiveEntry entry) throws IOException {
        Path normal = path.normalize();
        if (!normal.startsWith(folder)) {
            throw new IOException("the archive's entry " + entry.getName() + " is outside the target folder");
        }
        return normal;
    }
}
