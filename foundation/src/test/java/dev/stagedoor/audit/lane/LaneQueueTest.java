// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Grant;
import dev.stagedoor.audit.lane.LaneQueue.Share;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A lane's queue is bounded per tenant, fair and in order")
class LaneQueueTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final TenantId ACME = TenantId.next(NOW);
    private static final TenantId GLOBEX = TenantId.next(NOW);

    private final LaneQueue queue = new LaneQueue(500);

    @Test
    void a_flood_of_one_tenant_leaves_room_for_the_next() throws InterruptedException {
        put(ACME, 400);
        put(GLOBEX, 3);

        List<Share> group = queue.take();

        assertThat(of(group, GLOBEX)).hasSize(3);
        assertThat(of(group, ACME)).hasSize(256 - 3 + 3).isEqualTo(names(0, 256));
        assertThat(of(queue.take(), ACME)).isEqualTo(names(256, 400));
    }

    @Test
    void a_full_queue_refuses_its_own_tenant_only() {
        put(ACME, 500);

        assertThatThrownBy(() -> put(ACME, 1))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ErrorCode.BUSY));
        put(GLOBEX, 1);
        assertThat(queue.size()).isEqualTo(501);
    }

    @Test
    void a_group_holds_at_most_a_mebibyte() throws InterruptedException {
        for (int i = 0; i < 40; i++) {
            queue.put(pending(ACME, "n" + i, "x".repeat(60_000)));
        }

        assertThat(of(queue.take(), ACME)).hasSize(18);
    }

    @Test
    void a_locked_tenant_comes_first_again_and_the_third_time_is_set_aside() throws InterruptedException {
        put(ACME, 2);
        Share first = queue.take().getFirst();
        put(ACME, 1);

        assertThat(queue.locked(first)).isFalse();
        Share second = queue.take().getFirst();
        assertThat(names(second.entries())).containsExactly("n0", "n1", "n0");
        assertThat(queue.locked(second)).isFalse();
        assertThat(queue.locked(queue.take().getFirst())).isTrue();

        put(GLOBEX, 1);
        put(ACME, 1);
        assertThat(queue.take()).extracting(Share::tenant).containsExactly(GLOBEX);
        assertThat(names(queue.takeAlone(ACME))).containsExactly("n0", "n1", "n0", "n0");
    }

    @Test
    void a_tenant_that_was_set_aside_is_back_after_a_success_or_when_nothing_waits() throws InterruptedException {
        Share alone = alone(ACME);
        put(ACME, 1);
        queue.takeAlone(ACME);
        put(ACME, 1);

        queue.done(alone);
        assertThat(queue.take()).extracting(Share::tenant).containsExactly(ACME);

        alone(ACME);
        queue.takeAlone(ACME);
        assertThat(queue.takeAlone(ACME)).isEmpty();
        put(ACME, 1);
        assertThat(queue.take()).extracting(Share::tenant).containsExactly(ACME);
    }

    private Share alone(TenantId tenant) throws InterruptedException {
        put(tenant, 1);
        Share share = queue.take().getFirst();
        while (!queue.locked(share)) {
            share = queue.take().getFirst();
        }
        return share;
    }

    @Test
    void a_suspect_goes_into_a_group_of_its_own_until_it_succeeds() throws InterruptedException {
        put(ACME, 1);
        Share suspect = queue.take().getFirst();
        queue.suspect(suspect);
        put(GLOBEX, 1);

        assertThat(queue.take()).extracting(Share::tenant).containsExactly(ACME);
        assertThat(queue.take()).extracting(Share::tenant).containsExactly(GLOBEX);

        put(GLOBEX, 1);
        put(ACME, 1);
        assertThat(queue.take()).extracting(Share::tenant).containsExactly(GLOBEX);
        Share again = queue.take().getFirst();
        queue.done(again);
        put(GLOBEX, 1);
        put(ACME, 1);
        assertThat(queue.take()).extracting(Share::tenant).containsExactly(GLOBEX, ACME);
    }

    @Test
    void when_closed_it_accepts_nothing_and_drains() throws InterruptedException {
        put(ACME, 1);
        queue.close();

        assertThatThrownBy(() -> put(ACME, 1))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
        assertThat(queue.take()).hasSize(1);
        assertThat(queue.take()).isEmpty();
    }

    private void put(TenantId tenant, int many) {
        for (int i = 0; i < many; i++) {
            queue.put(pending(tenant, "n" + i, "{}"));
        }
    }

    private static PendingGrant pending(TenantId tenant, String target, String detail) {
        Draft draft = new Draft("aud_1", NOW, "token.mint", "key:k", target, "req", detail);
        return new PendingGrant(new Grant(new Proof(tenant, 1), draft, Cost.NONE, Budget.UNLIMITED), Lanes.NO_EPOCH);
    }

    private static List<String> of(List<Share> group, TenantId tenant) {
        return group.stream()
                .filter(share -> share.tenant().equals(tenant))
                .flatMap(share -> names(share.entries()).stream())
                .toList();
    }

    private static List<String> names(List<PendingGrant> entries) {
        return entries.stream().map(pending -> pending.grant().entry().target()).toList();
    }

    private static List<String> names(int from, int to) {
        List<String> names = new ArrayList<>();
        for (int i = from; i < to; i++) {
            names.add("n" + i);
        }
        return names;
    }
}
