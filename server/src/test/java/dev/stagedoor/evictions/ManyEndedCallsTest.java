// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.sandbox.SandboxMethod;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName(
        "Three hundred ended calls cost an idle server as much as one: a ListRooms and a few statements each look (T4)")
@Tag("slow")
class ManyEndedCallsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final int CALLS = 300;
    private static final int LOOKS = 6;

    private static void evicted(TestTenant tenant, int first, int last) {
        SERVER.sql("""
                INSERT INTO evictions (tenant_id, eviction_id, kind, room, subject, until, since_seq, created_at, next_look)
                SELECT tenant_id, 'evi_' || kind || n, kind, '%1$s.room-' || n,
                       CASE kind WHEN 'room' THEN '%2$s' ELSE 'user-' || n END,
                       now() + interval '11 minutes', seq, now(), now()
                  FROM tenant_ledger, generate_series(%3$d, %4$d) n, unnest(array['room', 'participant']) kind
                 WHERE tenant_id = '%5$s'
                """.formatted(tenant.slug(), tenant.livekit().url(), first, last, tenant.id()));
    }

    private static void looks(TestTenant tenant) {
        tenant.livekit().calls().clear();
        until(
                "it is looked " + LOOKS + " times",
                () -> tenant.livekit().calls().of(SandboxMethod.LIST_ROOMS).size() >= LOOKS);
    }

    private static long commits() {
        return Long.parseLong(SERVER.column(
                        "SELECT pg_stat_get_db_xact_commit(oid) FROM pg_database WHERE datname = current_database()")
                .getFirst());
    }

    /** Of looking at that tenant; those of other jobs, and of these statements, included. */
    private static long commitsOfLooks(TestTenant tenant) {
        long before = commits();
        looks(tenant);
        return commits() - before;
    }

    @Test
    void whatever_their_number_livekit_is_asked_once_a_look_and_the_database_as_often_as_for_one() {
        try (TestTenant acme = new TestTenant(SERVER, "acme")) {
            evicted(acme, 1, 1);
            looks(acme);
            long ofOne = commitsOfLooks(acme);
            evicted(acme, 2, CALLS);
            looks(acme);

            long ofAll = commitsOfLooks(acme);

            assertThat(acme.livekit().calls().all())
                    .allSatisfy(call -> assertThat(call.path()).isEqualTo(SandboxMethod.LIST_ROOMS.path()));
            assertThat(ofAll)
                    .as("commits in %d looks; of one: %d", LOOKS, ofOne)
                    .isLessThan(ofOne * 3 / 2);
        }
    }

    @Test
    void of_three_hundred_rooms_only_the_one_that_exists_is_looked_into() {
        try (TestTenant globex = new TestTenant(SERVER, "globex")) {
            evicted(globex, 1, CALLS);
            done(globex.token("{\"room_name\":\"lobby\",\"participant_identity\":\"carol\"}"));
            globex.livekit().state().join("globex.lobby", "carol");
            globex.livekit().state().join("globex.room-7", "user-7");

            until("user-7 is out", () -> !globex.inside("globex.room-7").contains("user-7"));

            assertThat(globex.livekit().calls().of(SandboxMethod.LIST_PARTICIPANTS))
                    .isNotEmpty()
                    .allSatisfy(call -> assertThat(call.room()).isEqualTo("globex.room-7"));
            assertThat(globex.inside("globex.lobby")).contains("carol");
        }
    }

    @Test
    void whoever_comes_back_is_out_within_three_seconds() {
        try (TestTenant initech = new TestTenant(SERVER, "initech")) {
            evicted(initech, 1, CALLS);
            for (int again = 0; again < 5; again++) {
                initech.livekit().state().join("initech.room-1", "user-1");
                long began = System.nanoTime();
                until("user-1 is out", () -> !initech.inside("initech.room-1").contains("user-1"));
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
            }
        }
    }
}
