// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("What is over is deleted after its time, in fair batches, and what is live never is")
@Tag("slow")
class RetentionTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-09-01T12:00:00Z");
    private static final Duration KEPT = RetentionConfig.usual().calls();

    private static TestNode node;

    private TenantId acme;

    @BeforeAll
    static void open() {
        node = TestNode.first(DB, CLOCK);
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @BeforeEach
    void aTenant() {
        acme = node.tenant().id();
    }

    /** A moment at which something ended that is just too old now. */
    private static Instant tooOld() {
        return CLOCK.instant().minus(KEPT).minusSeconds(1);
    }

    private static void forget() {
        node.module(RetentionModule.class).retention().run();
    }

    private void call(String id, Instant created, String ended, boolean closesRoom) {
        DB.admin("""
            INSERT INTO calls (tenant_id, call_id, agent_slug, mode, user_id, room, credential_version, reserved_seconds,
                               created_at, must_end_at, next_at, ended_at, end_reason, closes_room)
            VALUES ('%s', '%s', 'demo', 'VOICE', 'bob', 'r', 1, 0, '%3$s', '%3$s', '2099-01-01', %4$s, 'REQUESTED', %5$s)
            """.formatted(acme, id, created, ended, closesRoom));
    }

    private void cost(String leg, String call, String settled) {
        DB.admin("INSERT INTO phone_costs (tenant_id, leg_id, call_id, kind, prefix, per_minute_micros, fee_micros,"
                + " minimum_seconds, step_seconds, longest_seconds, held_micros, begun_at, due_at, settled_at, cost_micros)"
                + " VALUES ('%s', '%s', '%s', 'INBOUND', '+49', 1, 0, 60, 60, 60, 0, now(), '2099-01-01', %s, 1)"
                        .formatted(acme, leg, call, settled));
    }

    private String dispatch(String status, String ended, boolean watched) {
        String id = DispatchId.next(CLOCK.instant()).value();
        DB.admin("""
            INSERT INTO dispatches (tenant_id, dispatch_id, room, agent_name, status, state, waits_for, next_at,
                                    lease_until, created_at, ended_at, watched)
            VALUES ('%1$s', '%2$s', '%2$s', 'demo', '%3$s', '{}', '{}', '2099-01-01', '2099-01-01', '%4$s', %5$s, %6$s);
            INSERT INTO dispatch_receipts (tenant_id, dispatch_id, line, at, status, attempt)
            VALUES ('%1$s', '%2$s', 1, '%4$s', 'REQUESTED', 0)
            """.formatted(acme, id, status, tooOld(), ended, watched));
        return id;
    }

    private void participant(String sid, Instant joined, Instant seen, String left) {
        DB.admin("""
            INSERT INTO participants (tenant_id, room_sid, participant_sid, room, call_id, agent_slug, identity, kind,
                                      joined_at, seen_at, left_at)
            VALUES ('%s', 'RM_1', '%s', 'r', 'call_1', 'demo', 'bob', 'standard', '%s', '%s', %s)
            """.formatted(acme, sid, joined, seen, left));
    }

    private List<String> ids(String column, String table) {
        return DB.column("SELECT " + column + " FROM " + table + " WHERE tenant_id = '" + acme + "' ORDER BY 1");
    }

    private static String quoted(Instant time) {
        return "'" + time + "'";
    }

    private static final String OVER = "call_01kjmma2kvx16gprpyc0q6sty1";
    private static final String YOUNG = "call_01kjmma2kvx16gprpyc0q6sty2";
    private static final String OPEN = "call_01kjmma2kvx16gprpyc0q6sty3";
    private static final String CLOSING = "call_01kjmma2kvx16gprpyc0q6sty4";

    @Test
    void a_call_goes_with_its_numbers_but_not_while_it_is_open_or_its_room_is() {
        call(OVER, tooOld(), quoted(tooOld()), false);
        call(YOUNG, tooOld(), quoted(tooOld().plusSeconds(2)), false);
        call(OPEN, tooOld(), "NULL", false);
        call(CLOSING, tooOld(), quoted(tooOld()), true);
        for (String id : List.of(OVER, YOUNG)) {
            DB.admin(
                    "INSERT INTO phone_calls (tenant_id, call_id, direction, via, external_id, caller, called, created_at)"
                            + " VALUES ('" + acme + "', '" + id + "', 'INBOUND', 'twilio', '" + id
                            + "', '+4930111', '+4930222', now())");
            cost(id, id, "now()");
        }
        cost("tra_open", OVER, "NULL");

        forget();

        assertThat(ids("call_id", "calls")).containsExactly(YOUNG, OPEN, CLOSING);
        assertThat(ids("call_id", "phone_calls")).containsExactly(YOUNG);
        assertThat(ids("leg_id", "phone_costs"))
                .as("what is held is given back before it is forgotten")
                .containsExactly(YOUNG, "tra_open");
        assertThat(node.on()
                        .meters()
                        .get("stagedoor.retention.deleted")
                        .tag("kind", "calls")
                        .counter()
                        .count())
                .isPositive();
    }

    @Test
    void a_dispatch_goes_with_its_receipt_but_not_while_it_is_driven_or_watched() {
        dispatch("completed", quoted(tooOld()), false);
        List<String> kept = Stream.of(
                        dispatch("failed", quoted(tooOld().plusSeconds(2)), false),
                        dispatch("joined", "NULL", false),
                        dispatch("ending", quoted(tooOld()), false),
                        dispatch("completed", quoted(tooOld()), true))
                .sorted()
                .toList();

        forget();

        assertThat(ids("dispatch_id", "dispatches")).isEqualTo(kept);
        assertThat(ids("dispatch_id", "dispatch_receipts")).isEqualTo(kept);
    }

    @Test
    void who_was_in_a_room_is_forgotten_after_they_left_but_not_who_may_still_be_there() {
        Instant joined = tooOld().minusSeconds(60);
        participant("PA_over", joined, joined, quoted(tooOld()));
        participant("PA_young", joined, joined, quoted(tooOld().plusSeconds(2)));
        participant("PA_inside", joined, CLOCK.instant(), "NULL");
        participant("PA_lost", joined.minus(Duration.ofHours(49)), joined.minus(Duration.ofHours(49)), "NULL");

        forget();

        assertThat(ids("participant_sid", "participants")).containsExactly("PA_inside", "PA_young");
    }

    @Test
    void up_to_when_something_is_gone_is_remembered_for_those_who_count() {
        assertThat(gone(Retained.Kind.CALLS)).isEmpty();
        call(OVER, tooOld(), quoted(tooOld()), false);

        forget();

        assertThat(gone(Retained.Kind.CALLS)).containsExactly(CLOCK.instant().minus(KEPT));
        assertThat(gone(Retained.Kind.DISPATCHES)).isEmpty();
        CLOCK.turn(Duration.ofDays(1));
        forget();
        assertThat(gone(Retained.Kind.CALLS))
                .as("nothing was deleted since")
                .containsExactly(CLOCK.instant().minus(KEPT).minus(Duration.ofDays(1)));
    }

    private List<Instant> gone(Retained.Kind kind) {
        return node.on().ledger().read(TestNode.job(), acme, tx -> Retention.goneUntil(tx, List.of(kind))).stream()
                .toList();
    }

    private static Retention of(List<TenantId> tenants, Retained.Deletion deletion) {
        Retained.Tenants after = (database, before, id, limit) ->
                tenants.stream().filter(one -> one.value().compareTo(id) > 0).toList();
        return new Retention(
                node.on(), List.of(new Retained(Retained.Kind.DELIVERIES, Duration.ofDays(2), after, deletion)));
    }

    @Test
    @DisplayName("I7: every tenant has its turn before any has a second, and one that fails keeps no other")
    void fair() {
        List<TenantId> inOrder = Stream.of(
                        acme, node.tenant().id(), node.tenant().id())
                .sorted(Comparator.comparing(TenantId::value))
                .toList();
        TenantId large = inOrder.getFirst();
        TenantId failing = inOrder.get(1);
        List<TenantId> turns = new ArrayList<>();

        of(inOrder, (tx, before, most) -> {
                    turns.add(tx.tenant());
                    if (tx.tenant().equals(failing)) {
                        throw new IllegalStateException("cannot be deleted now");
                    }
                    return tx.tenant().equals(large) && turns.size() < 4 ? most : 1;
                })
                .run();

        assertThat(turns)
                .containsExactlyElementsOf(
                        Stream.concat(inOrder.stream(), inOrder.stream()).toList());
    }

    @Test
    void what_one_node_deletes_no_other_deletes_at_the_same_time() {
        List<String> deleted = new ArrayList<>();
        Retention second = of(List.of(acme), (tx, before, most) -> {
            deleted.add("second");
            return 1;
        });

        of(List.of(acme), (tx, before, most) -> {
                    deleted.add("first");
                    CompletableFuture.runAsync(second::run).join();
                    return 1;
                })
                .run();

        assertThat(deleted).containsExactly("first");
        second.run();
        assertThat(deleted).containsExactly("first", "second");
    }
}
