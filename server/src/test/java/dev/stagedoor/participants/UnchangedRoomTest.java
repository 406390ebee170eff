// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.participants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.postgres.PostgresExtension;
import dev.stagedoor.vault.VaultScene;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("As long as so many people are listed as before, they are taken to be there (D6)")
class UnchangedRoomTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final String ROOM = "acme.desk";

    private final VaultScene scene = new VaultScene(DB);
    private final TenantId acme = scene.tenant();
    private final Instant start = scene.clock().instant();
    private final String call = Ids.next("call", start);
    private final Participants participants = new Participants(scene.node().ledger(), scene.clock());

    @BeforeEach
    void aCall() throws SQLException {
        try (var connection = DriverManager.getConnection(
                        DB.jdbcUrl(),
                        PostgresExtension.adminUser(),
                        PostgresExtension.adminPassword().revealText());
                var insert = connection.createStatement()) {
            insert.execute("""
                    INSERT INTO stagedoor.calls (tenant_id, call_id, agent_slug, mode, user_id, room, credential_version,
                                                 reserved_seconds, created_at, must_end_at, next_at)
                    VALUES ('%s', '%s', 'demo', 'VOICE', 'alice', '%s', 1, 0, '%s', '%s', '%s')
                    """.formatted(acme.value(), call, ROOM, start, start.plusSeconds(86_400), start));
        }
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void seen(int second, Sighting.Someone... inside) {
        participants.saw(acme, new Sighting(ROOM, "RM_1", List.of(inside), start.plusSeconds(second)));
    }

    private @Nullable Instant left() {
        Principal.SystemJob by = new Principal.SystemJob("test", "test");
        return scene.node()
                .ledger()
                .read(by, acme, tx -> Participants.ofCall(tx, call))
                .getFirst()
                .leftAt();
    }

    private Sighting.Someone alice() {
        return new Sighting.Someone("PA_1", "alice", "standard", start);
    }

    @Test
    void when_somebody_left_is_known_between_the_last_time_they_were_counted_and_the_look_that_missed_them() {
        seen(0, alice());
        participants.unchanged(acme, ROOM, "RM_1", start.plusSeconds(50));
        seen(54);

        assertThat(left()).isEqualTo(start.plusSeconds(52));
    }

    @Test
    void whoever_is_counted_in_another_instance_of_the_room_is_somebody_else() {
        seen(0, alice());
        participants.unchanged(acme, ROOM, "RM_2", start.plusSeconds(50));
        seen(54);

        assertThat(left()).isEqualTo(start.plusSeconds(27));
    }

    @Test
    void of_a_room_that_was_never_looked_at_nothing_is_said() {
        participants.unchanged(acme, ROOM, "RM_1", start.plusSeconds(50));
        seen(54, alice());

        assertThat(left()).isNull();
    }
}
