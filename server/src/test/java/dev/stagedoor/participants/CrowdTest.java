// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.participants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A server that tells of a crowd costs neither rows nor memory without bounds (I7)")
@Tag("slow")
class CrowdTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");

    private static TestNode node;

    private TenantId acme;
    private Participants participants;

    @BeforeAll
    static void open() {
        node = TestNode.first(DB, CLOCK);
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @BeforeEach
    void aCall() {
        acme = node.tenant().id();
        participants = new Participants(node.on().ledger(), CLOCK);
        DB.admin("""
            INSERT INTO calls (tenant_id, call_id, agent_slug, mode, user_id, room, credential_version, reserved_seconds,
                               created_at, must_end_at, next_at)
            VALUES ('%1$s', 'call_%1$s', 'demo', 'VOICE', 'alice', 'desk', 1, 0, '%2$s', '2099-01-01', '2099-01-01')
            """.formatted(acme, CLOCK.instant()));
    }

    private static Sighting crowd(String room, int people, Sighting.Someone... others) {
        Instant now = CLOCK.instant();
        Stream<Sighting.Someone> crowd =
                IntStream.range(0, people).mapToObj(n -> new Sighting.Someone("PA_" + n, "bob-" + n, "standard", now));
        return new Sighting(
                room, "RM_" + room, Stream.concat(crowd, Stream.of(others)).toList(), now);
    }

    @Test
    void of_one_call_only_so_many_are_stored_and_told_of_its_agent_first() {
        participants.saw(
                acme, crowd("desk", 20_000, new Sighting.Someone("PA_agent", "agent-1", "agent", CLOCK.instant())));

        assertThat(node.count("SELECT count(*) FROM participants WHERE tenant_id = '" + acme + "'"))
                .isEqualTo(2_000);
        assertThat(node.count("SELECT count(*) FROM events WHERE tenant_id = '" + acme + "'"))
                .isEqualTo(2_000);
        assertThat(DB.column("SELECT identity FROM participants WHERE kind = 'agent' AND tenant_id = '" + acme + "'"))
                .isEqualTo(List.of("agent-1"));
    }

    @Test
    void what_is_remembered_of_rooms_is_bounded_by_the_people_in_them() {
        for (int room = 0; room < 15; room++) {
            participants.saw(acme, crowd("room-" + room, 20_000));
        }

        assertThat(participants.remembered()).isBetween(1, Participants.MOST);
    }
}
