// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Our user id, and the owners of files. */
final class Users {
    private static final long OURS = new UnixSystem().getUid();

    private Users() {}

    static long ourUid() {
        return OURS;
    }

    static boolean areRoot() {
        return OURS == 0;
    }

    static long ownerOf(Path path) throws IOException {
        return ((Number) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)).longValue();
    }

    /** Changes the owner of {@code path} and its content. */
    static void giveAll(Path path, Account to) throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes seen) throws IOException {
                give(folder, to);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes seen) throws IOException {
                give(file, to);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static void give(Path path, Account to) throws IOException {
        Files.setAttribute(path, "unix:uid", to.uid(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", to.gid(), LinkOption.NOFOLLOW_LINKS);
    }
}
