// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import static dev.stagedoor.dispatch.plan.Given.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.dispatch.plan.Attempt;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.DispatchSpec;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.dispatch.plan.Given;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.jobs.DueSource;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every dispatch store guarantees to the driver. */
abstract class DispatchStoreContract {
    private static final Duration LEASE = Duration.ofSeconds(12);

    private DispatchId id = Given.ID;
    private TenantId tenant = Given.ACME;

    abstract TenantId tenant();

    abstract DispatchStore store();

    abstract DueSource due();

    abstract void insert(Dispatch dispatch, Instant leaseUntil, List<DispatchId> waitsFor);

    abstract boolean ask(Dispatch dispatch, EndReason reason, Instant now);

    @BeforeEach
    void aTenant() {
        tenant = tenant();
    }

    private Dispatch inserted(String room, double second, double leaseUntil) {
        id = DispatchId.next(at(second));
        Dispatch asked = Dispatch.requested(id, tenant, spec(room, at(second)));
        insert(asked, at(leaseUntil), List.of());
        return asked;
    }

    /** One dispatch that is to be ended, and a later one that waits for it. */
    private Dispatch waiting() {
        Dispatch leaving = inserted("lobby", 0, 0);
        ask(leaving, EndReason.CALL_ENDED, at(1));
        id = DispatchId.next(at(1));
        Dispatch next = Dispatch.requested(id, tenant, spec("lobby", at(1)));
        insert(next, at(1), List.of(leaving.id()));
        return leaving;
    }

    @Test
    void one_that_waits_is_taken_when_the_earlier_is_over_and_knows_when_that_was() {
        Dispatch leaving = waiting();
        assertThat(store().take(tenant, id, at(2), LEASE)).isEmpty();

        DispatchStore.Lease earlier =
                store().take(tenant, leaving.id(), at(2), LEASE).orElseThrow();
        store().save(earlier, leaving.ended(EndReason.CALL_ENDED, at(12)), at(12), at(12), at(12));

        assertThat(take(12).dispatch().spec().schedule().earlierEndedAt()).isEqualTo(at(12));
    }

    @Test
    void what_is_known_of_a_lost_agent_is_kept_and_counted() {
        inserted("lobby", 0, 0);
        DispatchStore.Lease lease = take(1);
        Dispatch joined =
                lease.dispatch().adopted(at(1)).joined("agent-1", at(1)).heard(at(2));
        DispatchStore.Lease held = save(lease, joined, 2);
        Dispatch lost = joined.lost(EndReason.AGENT_SILENT, at(9));

        DispatchStore.Lease kept = save(held, lost, 9);

        assertThat(kept.dispatch()).isEqualTo(lost);
        assertThat(store().lostSince(tenant, at(8))).isEqualTo(1);
        assertThat(store().lostSince(tenant, at(9))).isZero();
    }

    private DispatchStore.Lease save(DispatchStore.Lease lease, Dispatch next, double second) {
        return store().save(lease, next, at(second), at(second), at(second + 20))
                .orElseThrow();
    }

    @Test
    void one_that_waits_is_not_due_again_at_once_so_that_it_keeps_no_other_from_being_found() {
        waiting();
        assertThat(due(2)).contains(id);

        assertThat(store().take(tenant, id, at(2), LEASE)).isEmpty();

        assertThat(due(2.999)).doesNotContain(id);
        assertThat(due(3)).contains(id);
    }

    @Test
    void a_tenant_with_many_due_dispatches_leaves_the_others_their_turns() {
        for (int i = 0; i < 10; i++) {
            inserted("lobby-" + i, i, i);
        }
        TenantId many = tenant;
        tenant = tenant();
        inserted("lobby", 20, 20);
        TenantId few = tenant;

        List<DueRows.Row> found = due().round(at(30), Set.of(), 10_000).stream()
                .filter(due -> due.tenant().equals(many) || due.tenant().equals(few))
                .toList();
        assertThat(found.subList(0, 2)).extracting(DueRows.Row::tenant).containsExactly(many, few);
        assertThat(due().round(at(30), Set.of(many), 10_000))
                .extracting(DueRows.Row::tenant)
                .contains(few)
                .doesNotContain(many);
        DueSource.Backlog backlog = due().backlog(at(30));
        assertThat(backlog.rows()).isGreaterThanOrEqualTo(11);
        assertThat(backlog.oldest()).isBeforeOrEqualTo(at(0));
    }

    @Test
    void one_that_waits_is_taken_at_its_deadline_though_the_earlier_is_not_over() {
        waiting();

        assertThat(store().take(tenant, id, at(60.999), LEASE)).isEmpty();
        assertThat(store().take(tenant, id, at(61), LEASE)).isPresent();
    }

    @Test
    void one_that_waits_is_taken_when_its_end_is_asked_for_though_the_earlier_is_not_over() {
        Dispatch leaving = waiting();

        ask(Dispatch.requested(id, tenant, leaving.spec()), EndReason.CANCELLED, at(3));

        assertThat(take(3).asked()).isEqualTo(EndReason.CANCELLED);
    }

    static DispatchSpec spec(String room, Instant createdAt) {
        return new DispatchSpec(
                new DispatchSpec.Target(room, false, Given.AGENT, "greeter-of-acme"),
                new DispatchSpec.Briefing("{\"language\":\"de\"}", "of the room", Duration.ofSeconds(90)),
                new DispatchSpec.Schedule(
                        createdAt, createdAt.plusSeconds(60), Duration.ofSeconds(40), createdAt.minusSeconds(5)),
                7,
                "call_1");
    }

    private DispatchStore.Lease take(double second) {
        return store().take(tenant, id, at(second), LEASE).orElseThrow();
    }

    private List<DispatchId> due(double second) {
        return due().round(at(second), Set.of(), 10_000).stream()
                .filter(due -> due.tenant().equals(tenant))
                .map(due -> new DispatchId(due.id()))
                .toList();
    }

    /** A dispatch with every field set. */
    private static Dispatch full(Dispatch asked) {
        Attempt first = Attempt.starting(1, Attempt.Via.CREATE_ROOM, at(1), Set.of("agent-old"))
                .again(at(2))
                .job("agent-1")
                .abandoned(at(12));
        Attempt second = Attempt.starting(2, Attempt.Via.CREATE_DISPATCH, at(23), Set.of("agent-old", "agent-1"));
        return asked.starting(first)
                .starting(second)
                .joined("agent-2", at(24))
                .looked(true)
                .failedCall(at(26))
                .ending(EndReason.CALL_ENDED, at(30))
                .quiet(at(31));
    }

    @Test
    void everything_of_a_dispatch_comes_back_as_it_was_saved() {
        Dispatch full = full(inserted("lobby", 0, 0));

        DispatchStore.Lease saved =
                store().save(take(1), full, at(31), at(32), at(44)).orElseThrow();
        assertThat(saved.dispatch()).isEqualTo(full);
        Dispatch ended = full.ended(EndReason.CALL_ENDED, at(41));
        assertThat(store().save(saved, ended, at(41), at(41), at(41))
                        .orElseThrow()
                        .dispatch())
                .isEqualTo(ended);
    }

    @Test
    void one_that_is_held_is_neither_due_nor_taken() {
        inserted("lobby", 0, 12);

        assertThat(due(11.999)).isEmpty();
        assertThat(store().take(tenant, id, at(11.999), LEASE)).isEmpty();
        assertThat(due(12)).containsExactly(id);
        assertThat(take(12).fence()).isEqualTo(2);
        assertThat(due(23.999)).isEmpty();
        assertThat(take(24).fence()).isEqualTo(3);
    }

    @Test
    void the_longest_due_comes_first_and_what_is_not_due_does_not_come() {
        inserted("third", 3, 3);
        DispatchId third = id;
        inserted("first", 1, 1);
        DispatchId first = id;
        inserted("second", 2, 2);
        DispatchId second = id;

        assertThat(due(2.5)).containsExactly(first, second);
        assertThat(due(3)).containsExactly(first, second, third);
    }

    @Test
    void a_save_says_when_it_is_due_again_and_keeps_the_lease() {
        Dispatch asked = inserted("lobby", 0, 0);
        assertThat(store().save(take(1), asked, at(1), at(5), at(17))).isPresent();

        assertThat(due(16.999)).isEmpty();
        assertThat(due(17)).containsExactly(id);
    }

    @Test
    void who_has_lost_the_lease_writes_nothing() {
        Dispatch asked = inserted("lobby", 0, 0);
        DispatchStore.Lease paused = take(1);
        DispatchStore.Lease holder = take(13);

        assertThat(store().save(paused, asked.ending(EndReason.CANCELLED, at(14)), at(14), at(14), at(99)))
                .isEmpty();
        assertThat(store().save(paused, full(asked).ended(EndReason.CANCELLED, at(14)), at(14), at(14), at(99)))
                .as("nor where the change would be told in the audit")
                .isEmpty();
        assertThat(store().save(holder, asked, at(14), at(15), at(26))
                        .orElseThrow()
                        .dispatch())
                .isEqualTo(asked);
    }

    @Test
    void that_its_end_is_asked_for_makes_it_due_and_is_told_with_the_lease_the_first_reason_staying() {
        Dispatch asked = inserted("lobby", 0, 0);
        DispatchStore.Lease lease =
                store().save(take(1), asked, at(1), at(100), at(13)).orElseThrow();
        assertThat(lease.asked()).isNull();

        assertThat(ask(asked, EndReason.CALL_ENDED, at(20))).isTrue();
        assertThat(ask(asked, EndReason.CANCELLED, at(21))).isTrue();

        assertThat(due(21)).containsExactly(id);
        assertThat(store().save(lease, asked, at(22), at(22), at(23))
                        .orElseThrow()
                        .asked())
                .isEqualTo(EndReason.CALL_ENDED);
        assertThat(take(23).asked()).isEqualTo(EndReason.CALL_ENDED);
    }

    @Test
    void one_that_is_over_is_not_watched_where_another_of_its_room_and_agent_is_live() {
        Dispatch leaving = waiting();
        DispatchStore.Lease lease =
                store().take(tenant, leaving.id(), at(2), LEASE).orElseThrow();

        assertThat(store().save(lease, full(leaving).ended(EndReason.CANCELLED, at(41)), at(41), at(46), at(58))
                        .orElseThrow()
                        .dispatch()
                        .watched())
                .isFalse();
    }

    @Test
    void one_that_is_over_but_watched_is_due_for_any_node_until_it_is_not_watched() {
        Dispatch sent = full(inserted("lobby", 0, 0));
        Dispatch over = sent.ended(EndReason.CANCELLED, at(41));
        assertThat(over.watched()).isTrue();
        assertThat(store().save(take(1), over, at(41), at(46), at(58))).isPresent();

        assertThat(due(57.999)).isEmpty();
        assertThat(due(58)).containsExactly(id);
        DispatchStore.Lease another = take(58);
        assertThat(another.dispatch()).isEqualTo(over);
        assertThat(ask(over, EndReason.CALL_ENDED, at(59))).as("it has ended").isFalse();

        assertThat(store().save(another, over.unwatched(), at(59), at(59), at(59))
                        .orElseThrow()
                        .dispatch()
                        .watched())
                .isFalse();
        assertThat(due(1000)).isEmpty();
        assertThat(store().take(tenant, id, at(1000), LEASE)).isEmpty();
    }

    @Test
    void one_that_is_over_is_not_due_not_taken_and_not_asked() {
        Dispatch asked = inserted("lobby", 0, 0);
        Dispatch over = asked.ended(EndReason.REFUSED, at(2));
        assertThat(store().save(take(1), over, at(2), at(2), at(2))).isPresent();

        assertThat(due(1000)).isEmpty();
        assertThat(store().take(tenant, id, at(1000), LEASE)).isEmpty();
        assertThat(ask(over, EndReason.CANCELLED, at(1000))).isFalse();
    }
}
