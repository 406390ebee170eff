// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.db.Hash;
import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.db.Unit;
import dev.stagedoor.db.Usage;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Judging window and budgets, as a function of row, cost, budget and time. */
class JudgeProperties {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Budget HOURLY = new Budget(
            Duration.ofHours(1), Map.of(Unit.TOKENS, 10L, Unit.DISPATCHES, 5L, Unit.SECONDS, 3600L, Unit.CALLS, 3L));

    /** One request, and when it is made. */
    record Ask(Cost cost, Instant at) {}

    @Provide
    Arbitrary<List<Ask>> asks() {
        Arbitrary<Cost> cost = Combinators.combine(
                        Arbitraries.longs().between(0, 4),
                        Arbitraries.longs().between(0, 3),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.longs().between(0, 2000))
                .as((tokens, dispatches, calls, seconds) -> cost(tokens, dispatches, calls, seconds, 0));
        Arbitrary<Instant> at = Arbitraries.longs().between(-7200, 7200).map(NOON::plusSeconds);
        return Combinators.combine(cost, at).as(Ask::new).list().ofMaxSize(60);
    }

    @Property
    void is_never_above_budget_whatever_the_order_and_the_clocks(@ForAll("asks") List<Ask> asks) {
        LedgerRow row = fresh();
        for (Ask ask : asks) {
            row = orSame(row, ask.cost(), ask.at());
            assertThat(row.used().of(Unit.TOKENS)).isLessThanOrEqualTo(HOURLY.of(Unit.TOKENS));
            assertThat(row.used().of(Unit.DISPATCHES)).isLessThanOrEqualTo(HOURLY.of(Unit.DISPATCHES));
            assertThat(row.held().of(Unit.SECONDS)).isLessThanOrEqualTo(HOURLY.of(Unit.SECONDS));
            assertThat(row.held().of(Unit.CALLS)).isLessThanOrEqualTo(HOURLY.of(Unit.CALLS));
        }
    }

    @Property
    void never_moves_a_window_back(@ForAll("asks") List<Ask> asks) {
        LedgerRow row = fresh();
        for (Ask ask : asks) {
            LedgerRow next = orSame(row, ask.cost(), ask.at());
            assertThat(next.windowStart()).isAfterOrEqualTo(row.windowStart());
            row = next;
        }
    }

    @Property
    void gives_out_all_of_a_budget_and_not_one_more(
            @ForAll @LongRange(min = 0, max = 50) long budget, @ForAll @IntRange(min = 0, max = 100) int asked) {
        Budget tokens = new Budget(Duration.ofHours(1), Map.of(Unit.TOKENS, budget));
        LedgerRow row = fresh();
        long granted = 0;
        for (int i = 0; i < asked; i++) {
            LedgerRow next = orSame(row, Cost.token(NOON), tokens, NOON);
            granted += next.used().of(Unit.TOKENS) - row.used().of(Unit.TOKENS);
            row = next;
        }
        assertThat(granted).isEqualTo(Math.min(budget, asked));
    }

    @Property
    void settles_what_was_reserved(@ForAll("asks") List<Ask> asks, @ForAll @LongRange(min = 0, max = 3600) long used) {
        LedgerRow row = fresh();
        List<Cost> open = new ArrayList<>();
        for (Ask ask : asks) {
            LedgerRow next = orSame(row, ask.cost(), ask.at());
            if (!next.equals(row)) {
                open.add(ask.cost());
            }
            row = next;
        }
        for (Cost cost : open.reversed()) {
            Cost settled = cost(0, 0, -cost.held().of(Unit.CALLS), -cost.held().of(Unit.SECONDS), used);
            row = Judge.judge(row, settled, HOURLY, NOON.plusSeconds(7200));
        }
        assertThat(row.held().of(Unit.CALLS)).isZero();
        assertThat(row.held().of(Unit.SECONDS)).isZero();
    }

    @Property
    void remembers_the_latest_expiry(@ForAll List<@LongRange(min = 0, max = 4_000_000_000L) Long> expiries) {
        LedgerRow row = fresh();
        for (long expiry : expiries) {
            row = Judge.judge(row, Cost.token(Instant.ofEpochSecond(expiry)), Budget.UNLIMITED, NOON);
        }
        assertThat(row.lastExpiry().getEpochSecond())
                .isEqualTo(expiries.stream().mapToLong(e -> e).max().orElse(0));
    }

    @Example
    void a_new_window_begins_with_a_whole_budget_and_the_calls_that_are_still_open() {
        LedgerRow row = Judge.judge(fresh(), cost(10, 5, 2, 1800, 0), HOURLY, NOON);

        LedgerRow next = Judge.judge(row, Cost.token(NOON), HOURLY, NOON.plus(Duration.ofHours(1)));

        assertThat(next.windowStart()).isEqualTo(NOON.plus(Duration.ofHours(1)));
        assertThat(next.used().of(Unit.TOKENS)).isEqualTo(1);
        assertThat(next.used().of(Unit.DISPATCHES)).isZero();
        assertThat(next.held().of(Unit.CALLS)).isEqualTo(2);
        assertThat(next.held().of(Unit.SECONDS)).isEqualTo(1800);
    }

    @Example
    void a_clock_behind_the_window_counts_in_the_current_window() {
        LedgerRow row = Judge.judge(fresh(), cost(9, 0, 0, 0, 0), HOURLY, NOON);

        LedgerRow next = Judge.judge(row, Cost.token(NOON), HOURLY, NOON.minusSeconds(1));

        assertThat(next.used().of(Unit.TOKENS)).isEqualTo(10);
        assertThat(refusal(next, Cost.token(NOON), HOURLY, NOON.minusSeconds(1)).retryAfter())
                .isEqualTo(Duration.ofSeconds(3601));
    }

    @Example
    void a_refusal_names_the_budget_and_says_when_its_window_ends() {
        LedgerRow row = Judge.judge(fresh(), cost(0, 5, 0, 0, 0), HOURLY, NOON);

        Problem refused = refusal(row, cost(0, 1, 0, 0, 0), HOURLY, NOON.plusSeconds(600));

        assertThat(refused.code()).isEqualTo(ErrorCode.BUDGET_EXHAUSTED);
        assertThat(refused.fields()).extracting(Problem.Field::name).containsExactly("budget.dispatches");
        assertThat(refused.detail()).contains("5 dispatches per hour has 0 left", "2026-03-01T13:00:00Z");
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofMinutes(50));
    }

    @Example
    void one_call_too_many_is_refused_until_one_is_closed() {
        LedgerRow row = Judge.judge(fresh(), cost(0, 0, 3, 0, 0), HOURLY, NOON);
        Cost one = cost(0, 0, 1, 0, 0);

        assertThat(refusal(row, one, HOURLY, NOON).code()).isEqualTo(ErrorCode.CONCURRENCY_EXHAUSTED);

        LedgerRow closed = Judge.judge(row, cost(0, 0, -1, 0, 0), HOURLY, NOON);
        assertThat(Judge.judge(closed, one, HOURLY, NOON).held().of(Unit.CALLS)).isEqualTo(3);
    }

    @Example
    void what_has_happened_is_recorded_even_above_the_budget() {
        LedgerRow row = Judge.judge(fresh(), cost(0, 0, 1, 3600, 0), HOURLY, NOON);

        LedgerRow over = Judge.judge(row, cost(0, 0, -1, -3600, 5000), HOURLY, NOON);

        assertThat(over.used().of(Unit.SECONDS)).isEqualTo(5000);
        assertThat(refusal(over, cost(0, 0, 1, 1, 0), HOURLY, NOON).fields())
                .extracting(Problem.Field::name)
                .containsExactly("budget.seconds");
    }

    @Example
    void an_entry_without_a_windowed_budget_leaves_the_counters_of_a_longer_window_alone() {
        Budget weekly = new Budget(Duration.ofDays(7), Map.of(Unit.TOKENS, 10L));
        LedgerRow row = Judge.judge(fresh(), Cost.token(NOON), weekly, NOON);

        LedgerRow next = Judge.judge(row, Cost.token(NOON), Budget.UNLIMITED, NOON.plus(Duration.ofDays(2)));

        assertThat(next.windowStart()).isEqualTo(row.windowStart());
        assertThat(next.used().of(Unit.TOKENS)).isEqualTo(2);
    }

    @Example
    void giving_back_more_than_is_held_is_an_error() {
        assertThatThrownBy(() -> Judge.judge(fresh(), cost(0, 0, -1, 0, 0), HOURLY, NOON))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Judge.judge(fresh(), cost(0, 0, 0, -1, 0), HOURLY, NOON))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Cost cost(long tokens, long dispatches, long calls, long reserved, long used) {
        return new Cost(
                Usage.of(Unit.TOKENS, tokens).with(Unit.DISPATCHES, dispatches).with(Unit.SECONDS, used),
                Usage.of(Unit.CALLS, calls).with(Unit.SECONDS, reserved),
                Instant.EPOCH);
    }

    private static LedgerRow fresh() {
        return new LedgerRow(1, 0, Hash.of(new byte[32]), Instant.EPOCH, Usage.NONE, Usage.NONE, Instant.EPOCH);
    }

    private static LedgerRow orSame(LedgerRow row, Cost cost, Instant at) {
        return orSame(row, cost, HOURLY, at);
    }

    private static LedgerRow orSame(LedgerRow row, Cost cost, Budget budget, Instant at) {
        try {
            return Judge.judge(row, cost, budget, at);
        } catch (Problem refused) {
            return row;
        }
    }

    private static Problem refusal(LedgerRow row, Cost cost, Budget budget, Instant at) {
        try {
            Judge.judge(row, cost, budget, at);
        } catch (Problem refused) {
            return refused;
        }
        throw new AssertionError("it was not refused");
    }
}
