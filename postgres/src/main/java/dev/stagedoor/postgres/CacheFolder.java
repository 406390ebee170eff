package dev.stagedoor.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where things are kept that can be made again at any time. */
final class CacheFolder {
    private CacheFolder() {}

    /**
     * The first of these that can be written: {@code $STAGEDOOR_CACHE} (alone, if it is set), the system's cache folder
     * when we are root, the user's own, one in the temporary folder.
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
                "None of these folders can be written, and PostgreSQL's binaries must be unpacked somewhere: "
                        + candidates + ". Set STAGEDOOR_CACHE to a folder that can.",
                last);
    }

    /** The folder {@link #writable} gives, if it is there already. */
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
