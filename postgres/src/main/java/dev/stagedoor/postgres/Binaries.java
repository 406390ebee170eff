// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's programs, unpacked once per version and shared on this machine. */
record Binaries(Path folder) {
    private static final Pattern VERSION = Pattern.compile("-([0-9][0-9.]*)\\.jar!");

    /**
     * The binaries for {@code platform}, unpacked below {@code cache} if needed. The folder appears atomically; of
     * several starters, in this process or others, one unpacks and the others wait.
     */
    static synchronized Binaries unpacked(Path cache, Platform platform) throws IOException {
        URL archive = archive(platform);
        Path folder = cache.resolve(key(archive, platform));
        if (!Files.isDirectory(folder)) {
            try (FileChannel channel = FileChannel.open(
                            cache.resolve("unpack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.isDirectory(folder)) {
                    unpack(archive, folder);
                }
            }
        }
        requireOurs(folder);
        return new Binaries(folder);
    }

    /** Whether they are already unpacked. */
    static boolean areIn(Path cache, Platform platform) throws IOException {
        return Files.isDirectory(cache.resolve(key(archive(platform), platform)));
    }

    private static URL archive(Platform platform) {
        @Nullable URL archive = Binaries.class.getClassLoader().getResource(platform.resource());
        if (archive == null) {
            throw new PostgresNotStarted("The class path has no PostgreSQL for this machine: "
                    + platform.resource() + " is missing. Add the artifact io.zonky.test.postgres:"
                    + platform.artifact() + ", or use your own PostgreSQL.");
        }
        return archive;
    }

    private static void unpack(URL archive, Path folder) throws IOException {
        Path building = folder.resolveSibling(folder.getFileName() + ".new");
        Folders.delete(building);
        Files.createDirectory(building);
        Files.setPosixFilePermissions(building, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (InputStream in = archive.openStream()) {
            Archive.unpack(in, building);
        }
        Files.move(building, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Identifies the archive by its jar's version and checksum, so that each version gets its own folder. */
    private static String key(URL archive, Platform platform) throws IOException {
        Matcher version = VERSION.matcher(archive.toString());
        String name = platform.resource().replace(".txz", "") + (version.find() ? '-' + version.group(1) : "");
        URLConnection connection = archive.openConnection();
        if (!(connection instanceof JarURLConnection jar)) {
            return name + '-' + connection.getLastModified() + '-' + connection.getContentLengthLong();
        }
        return name + '-' + Long.toHexString(jar.getJarEntry().getCrc());
    }

    /** Does not run programs that another user could have written. */
    private static void requireOurs(Path folder) throws IOException {
        long owner = Users.ownerOf(folder);
        Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(folder);
        if ((owner != Users.ourUid() && owner != 0)
                || allowed.contains(PosixFilePermission.GROUP_WRITE)
                || allowed.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new PostgresNotStarted("The folder " + folder + " is writable by another user, so the programs in it"
                    + " are not run. Delete it, or set STAGEDOOR_CACHE to your own folder.");
        }
    }

    /** The path of one of {@code postgres} and {@code initdb}. */
    String program(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    /** The major version, such as {@code 18}: {@code postgres.bki} begins with it. */
    String majorVersion() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("share/postgresql/postgres.bki"))) {
            return lines.findFirst().orElse("").replace("# PostgreSQL", "").strip();
        }
    }
}
