// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The unprivileged user that PostgreSQL runs as when we are root, since it refuses to run as root.
 *
 * <p>The data may be where that user has no access, such as below {@code /root}. So the server starts in its data
 * folder and uses {@code /proc/self/cwd}, which the kernel resolves without walking down from {@code /}.
 */
record Account(String name, int uid, int gid) {
    /** The data folder of a process that is started in it. */
    static final String HERE = "/proc/self/cwd";

    /**
     * The account for {@code cluster}, if we are root: {@code $STAGEDOOR_POSTGRES_USER}, else the owner of an existing
     * cluster, {@code postgres} or {@code nobody}.
     */
    static Optional<Account> ifRoot(Path cluster, Map<String, String> environment) throws IOException {
        if (!Users.areRoot()) {
            return Optional.empty();
        }
        if (!Files.isReadable(Path.of("/etc/passwd"))
                || !Files.exists(Path.of(HERE))
                || !onPath("setpriv", environment)) {
            throw new PostgresNotStarted(
                    "PostgreSQL refuses to run as root, and this system has no setpriv (util-linux) to start it as"
                            + " another user. Start Stagedoor as an ordinary user, or use your own PostgreSQL.");
        }
        List<Account> accounts = all();
        @Nullable String wanted = environment.get("STAGEDOOR_POSTGRES_USER");
        if (wanted != null && !wanted.isBlank()) {
            return Optional.of(named(accounts, wanted)
                    .orElseThrow(() -> new PostgresNotStarted(
                            "STAGEDOOR_POSTGRES_USER: " + wanted + " is not an unprivileged user in /etc/passwd")));
        }
        long owner = Files.exists(cluster) ? Users.ownerOf(cluster) : 0;
        return Optional.of(Stream.of(
                        find(accounts, account -> account.uid == owner),
                        named(accounts, "postgres"),
                        named(accounts, "nobody"))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new PostgresNotStarted("PostgreSQL refuses to run as root, and /etc/passwd has"
                        + " neither a user postgres nor nobody. Set another user in STAGEDOOR_POSTGRES_USER.")));
    }

    private static Optional<Account> named(List<Account> accounts, String name) {
        return find(accounts, account -> account.name.equals(name));
    }

    private static Optional<Account> find(List<Account> accounts, Predicate<Account> wanted) {
        return accounts.stream().filter(wanted).findFirst();
    }

    private static List<Account> all() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/etc/passwd"))) {
            return lines.map(line -> line.split(":", -1))
                    .filter(fields ->
                            fields.length == 7 && fields[2].matches("[0-9]{1,9}") && fields[3].matches("[0-9]{1,9}"))
                    .map(fields -> new Account(fields[0], Integer.parseInt(fields[2]), Integer.parseInt(fields[3])))
                    .filter(account -> account.uid != 0)
                    .toList();
        }
    }

    private static boolean onPath(String program, Map<String, String> environment) {
        return Arrays.stream(environment.getOrDefault("PATH", "/usr/bin:/bin").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** The command prefix that runs a program as this user, irrevocably. */
    List<String> prefix() {
        return List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--no-new-privs");
    }

    /** Fails unless this user can reach {@code folder} from the root. */
    void requireReach(Path folder) throws IOException {
        for (@Nullable Path step = folder.toRealPath(); step != null; step = step.getParent()) {
            if (!Files.getPosixFilePermissions(step).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                throw new PostgresNotStarted(
                        "As root, PostgreSQL runs as the user " + name + ", who cannot enter " + step
                                + ", where its binaries are. Run chmod o+x " + step
                                + ", or set STAGEDOOR_CACHE to a folder that everyone can enter.");
            }
        }
    }
}
