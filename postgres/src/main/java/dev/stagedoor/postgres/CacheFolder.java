// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A folder for files that can be recreated at any time. */
final class CacheFolder {
    private CacheFolder() {}

    /**
     * The first writable folder of: {@code $STAGEDOOR_CACHE} (the only candidate if set), the system's cache folder if
     * we are root, the user's, one in the temporary folder.
     */
    static Path writable(Map<String, String> environment) {
        List<Path> candidates = candidates(environment, Users.areRoot());
        @Nullable IOException last = null;
        for (Path candidate : candidates) {
            try {
                Files.createDirectories(candidate);
                if (Files.isWritable(candidate)) {
                    return candidate.toRealPath();
                }
            } catch (IOException e) {
                last = e;
            }
        }
        throw new PostgresNotStarted(
                "PostgreSQL's binaries need a folder to unpack to, but none of these is writable: " + candidates
                        + ". Set STAGEDOOR_CACHE to a writable folder.",
                last);
    }

    /** The folder of {@link #writable}, if it exists. */
    static Optional<Path> existing(Map<String, String> environment) {
        return candidates(environment, Users.areRoot()).stream()
                .filter(Files::isWritable)
                .findFirst();
    }

    private static List<Path> candidates(Map<String, String> environment, boolean root) {
        @Nullable String given = environment.get("STAGEDOOR_CACHE");
        if (given != null && !given.isBlank()) {
            return List.of(Path.of(given).toAbsolutePath());
        }
        List<Path> candidates = new ArrayList<>();
        if (root) {
            candidates.add(Path.of("/var/cache/stagedoor"));
        } else {
            @Nullable String xdg = environment.get("XDG_CACHE_HOME");
            Path home = Path.of(System.getProperty("user.home"));
            candidates.add(
                    xdg != null && !xdg.isBlank() ? Path.of(xdg, "stagedoor") : home.resolve(".cache/stagedoor"));
        }
        candidates.add(Path.of(System.getProperty("java.io.tmpdir"), "stagedoor-cache-" + Users.ourUid()));
        return candidates;
    }
}
