// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapts to the user that runs it: root or an ordinary user. */
class AccountTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", System.getenv("PATH"));

    @TempDir
    private Path folder;

    @Test
    @DisplayName("PostgreSQL runs as us, or as someone unprivileged if we are root")
    void runsUnprivileged() throws Exception {
        Path data = folder.resolve("pg");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
            String runsAs =
                    ProcessHandle.of(postgres.pid()).orElseThrow().info().user().orElseThrow();
            assertThat(runsAs).isNotEqualTo("root");
            assertThat(runsAs.equals(System.getProperty("user.name"))).isNotEqualTo(Users.areRoot());
            assertThat(Files.getOwner(data.resolve("cluster")).getName()).isEqualTo(runsAs);
            assertThat(Files.getOwner(data.resolve("password")).getName()).isEqualTo(runsAs);
        }
    }

    @Test
    @DisplayName("Choosing root, or an unknown user, is rejected by name")
    void wish() throws Exception {
        Path cluster = folder.resolve("cluster");
        Map<String, String> wish = Map.of("PATH", System.getenv("PATH"), "STAGEDOOR_POSTGRES_USER", "root");
        if (Users.areRoot()) {
            assertThatThrownBy(() -> Account.ifRoot(cluster, wish))
                    .isInstanceOf(PostgresNotStarted.class)
                    .hasMessageContaining("STAGEDOOR_POSTGRES_USER: root");
            assertThatThrownBy(() -> Account.ifRoot(cluster, Map.of("PATH", "/nowhere")))
                    .isInstanceOf(PostgresNotStarted.class)
                    .hasMessageContaining("setpriv");
        } else {
            assertThat(Account.ifRoot(cluster, wish)).isEmpty();
        }
    }

    @Test
    @DisplayName("As root, existing data keeps its owner")
    void ownerKept() throws Exception {
        Path cluster = Files.createDirectory(folder.resolve("cluster"));
        Optional<Account> first = Account.ifRoot(cluster, ENVIRONMENT);
        assertThat(first.isPresent()).isEqualTo(Users.areRoot());
        if (first.isPresent()) {
            Account nobody = Account.ifRoot(
                            cluster, Map.of("PATH", System.getenv("PATH"), "STAGEDOOR_POSTGRES_USER", "nobody"))
                    .orElseThrow();
            Users.give(cluster, nobody);
            assertThat(Account.ifRoot(cluster, ENVIRONMENT)).contains(nobody);
        }
    }

    @Test
    @DisplayName("Binaries that the unprivileged user cannot reach are rejected, naming the folder")
    void reach() throws Exception {
        Path closed = Files.createDirectory(
                folder.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertThatThrownBy(() -> new Account("nobody", 65_534, 65_534).requireReach(closed))
                .isInstanceOf(PostgresNotStarted.class)
                .hasMessageContaining("the user nobody, who cannot enter " + closed)
                .hasMessageContaining("chmod o+x");
    }
}
