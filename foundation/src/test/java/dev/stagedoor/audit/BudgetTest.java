// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.audit.entry.Grant;
import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.Unit;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Budgets are exact to the unit, on any number of nodes")
class BudgetTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static LedgerScene scene;
    private static List<Ledger> nodes;

    @BeforeAll
    static void open() {
        scene = new LedgerScene(DB);
        nodes = List.of(scene.ledger(), scene.node());
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void two_nodes_that_race_grant_the_budget_and_not_one_more() {
        TenantId acme = scene.tenant();
        Budget hundred = new Budget(Duration.ofHours(1), Map.of(Unit.TOKENS, 100L));
        Crowd crowd = new Crowd();

        for (int i = 0; i < 300; i++) {
            Ledger node = nodes.get(i % 2);
            Grant grant = scene.grantOf(acme, 1, hundred);
            if (i % 10 < 2) {
                crowd.call(() -> node.changing(
                        scene.by(), acme, change -> change.append(grant.entry(), grant.cost(), grant.budget())));
            } else {
                crowd.call(() -> node.append(scene.by(), grant));
            }
        }

        assertThat(crowd.told("granted")).isEqualTo(100);
        assertThat(crowd.told()).containsOnly("granted", "budget_exhausted");
        assertThat(scene.entries(acme)).hasSize(101);
        assertThat(scene.row(acme).used().of(Unit.TOKENS)).isEqualTo(100);
        scene.assertSound(acme);
    }

    @Test
    void calls_are_open_until_they_are_settled_and_never_more_than_allowed() {
        TenantId acme = scene.tenant();
        Budget three = new Budget(Duration.ofHours(1), Map.of(Unit.SECONDS, 36_000L, Unit.CALLS, 3L));
        Crowd crowd = new Crowd();
        for (int i = 0; i < 20; i++) {
            Ledger node = nodes.get(i % 2);
            crowd.call(() -> open(node, acme, three));
        }
        assertThat(crowd.told("granted")).isEqualTo(3);
        assertThat(crowd.told(ErrorCode.CONCURRENCY_EXHAUSTED)).isEqualTo(17);
        assertThat(scene.row(acme).held().of(Unit.SECONDS)).isEqualTo(1800);

        settle(acme, three, 250);

        LedgerRow row = scene.row(acme);
        assertThat(row.held().of(Unit.CALLS)).isEqualTo(2);
        assertThat(row.held().of(Unit.SECONDS)).isEqualTo(1200);
        assertThat(row.used().of(Unit.SECONDS)).isEqualTo(250);
        open(nodes.get(1), acme, three);
        scene.assertSound(acme);
    }

    @Test
    void a_turned_clock_begins_a_new_window_and_a_clock_turned_back_does_not() {
        TenantId acme = scene.tenant();
        Budget two = new Budget(Duration.ofMinutes(10), Map.of(Unit.TOKENS, 2L));
        Instant before = scene.clock().instant();
        scene.ledger().append(scene.by(), scene.grantOf(acme, 1, two));
        scene.ledger().append(scene.by(), scene.grantOf(acme, 1, two));
        assertExhausted(acme, two);

        scene.clock().turn(Duration.ofMinutes(10));
        nodes.get(1).append(scene.by(), scene.grantOf(acme, 1, two));
        nodes.get(1).append(scene.by(), scene.grantOf(acme, 1, two));
        assertExhausted(acme, two);

        scene.clock().set(before);
        assertExhausted(acme, two);
        assertThat(scene.row(acme).windowStart()).isEqualTo(Instant.parse("2026-03-01T12:10:00Z"));
        scene.assertSound(acme);
    }

    @Test
    void a_change_whose_budget_is_used_up_is_undone_with_all_its_entries() {
        TenantId acme = scene.tenant();
        Budget none = new Budget(Duration.ofHours(1), Map.of(Unit.TOKENS, 0L));

        assertThatThrownBy(() -> scene.ledger().changing(scene.by(), acme, change -> {
                    change.append(scene.draft("call.create"));
                    change.append(
                            scene.draft("token.mint"), Cost.token(scene.clock().instant()), none);
                }))
                .isInstanceOf(Problem.class);

        assertThat(scene.entries(acme)).hasSize(1);
    }

    private static void open(Ledger node, TenantId tenant, Budget budget) {
        Cost cost = Cost.openCall(Duration.ofMinutes(10))
                .plus(Cost.dispatch())
                .plus(Cost.token(scene.clock().instant()));
        node.changing(scene.by(), tenant, change -> change.append(scene.draft("call.open"), cost, budget));
    }

    private static void settle(TenantId tenant, Budget budget, long used) {
        Cost cost = Cost.settleCall(Duration.ofMinutes(10), Duration.ofSeconds(used));
        scene.ledger().changing(scene.by(), tenant, change -> change.append(scene.draft("call.end"), cost, budget));
    }

    private static void assertExhausted(TenantId tenant, Budget budget) {
        assertThatThrownBy(() -> scene.ledger().append(scene.by(), scene.grantOf(tenant, 1, budget)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ErrorCode.BUDGET_EXHAUSTED));
    }
}
