// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.postgres.EmbeddedPostgres;
import dev.stagedoor.postgres.PostgresOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("doctor warns of a PostgreSQL that would lose what it has said is stored")
@Tag("slow")
class DoctorDurabilityTest {
    @TempDir
    private Path folder;

    @Test
    void settings_that_are_off_are_named_and_do_not_fail_the_check() {
        PostgresOptions careless =
                PostgresOptions.ordinary().with("fsync", "off").with("full_page_writes", "off");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"), careless)) {
            postgres.ensureDatabase("careless");
            String url = postgres.jdbcUrl("careless");
            DoctorScene.migrate(url, postgres.adminUser(), postgres.password());

            List<CheckResult> results = DoctorScene.examined(DoctorScene.environment(url));

            assertThat(DoctorScene.complaints(results))
                    .isEqualTo(
                            "WARN durability: fsync, full_page_writes off: confirmed changes can be lost in a crash");
            assertThat(DoctorReport.of(results).exitCode()).isZero();
        }
    }
}
