// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.api.calls.PhoneDirection;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("What calls by phone cost stays within its caps, day by day and month by month, and is settled once (R5)")
@Tag("slow")
class SpendTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");
    private static final String TO = "+442079460123";
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final SpendCaps NONE = new SpendCaps(null, null, null, false);

    private static TestNode node;

    private TenantId acme;

    @BeforeAll
    static void begin() {
        node = TestNode.first(DB, CLOCK);
    }

    @AfterAll
    static void end() {
        node.close();
    }

    @BeforeEach
    void a_tenant_whose_calls_to_britain_cost_ten_cents_a_minute() {
        CLOCK.set(Instant.parse("2026-03-30T12:00:00Z"));
        acme = tenant();
    }

    private static TenantId tenant() {
        TenantId tenant = node.tenant().id();
        changing(tenant, change -> PriceStore.replace(change.tx(), List.of(price(PhoneDirection.OUTBOUND, "+44"))));
        return tenant;
    }

    private static Price price(PhoneDirection direction, String prefix) {
        return new Price(direction, prefix, 100_000, 0, new Price.Increment(60, 60));
    }

    private static <T> T changed(TenantId tenant, Function<ChangeTx, T> work) {
        return node.on().ledger().change(TestNode.job(), tenant, change -> {
            change.append(Draft.of(TestNode.job(), change.now(), "test", tenant.value(), "{}"));
            return work.apply(change);
        });
    }

    private static void changing(TenantId tenant, Consumer<ChangeTx> work) {
        changed(tenant, change -> {
            work.accept(change);
            return true;
        });
    }

    private record Held(CallId call, Duration granted) {}

    private static Held hold(TenantId tenant, Duration longest, SpendCaps caps) {
        CallId call = CallId.next(CLOCK.instant());
        return new Held(call, changed(tenant, change -> Costs.hold(change, Leg.out(call, TO, longest), caps)));
    }

    private Duration granted(SpendCaps caps) {
        return hold(acme, TEN_MINUTES, caps).granted();
    }

    private Problem refused(SpendCaps caps) {
        return catchThrowableOfType(Problem.class, () -> hold(acme, TEN_MINUTES, caps));
    }

    private static SpendCaps perDay(double dollars) {
        return new SpendCaps(Math.round(dollars * 1_000_000), null, null, false);
    }

    private static Spend spend(TenantId tenant) {
        return node.on().ledger().read(TestNode.job(), tenant, tx -> Spend.at(tx, CLOCK.instant()));
    }

    /** Settles what is due, as that node would. */
    private static void settles(TestNode by, Talk talk) {
        settles(by, (principal, tenant, asked) -> Optional.of(talk));
    }

    private static void settles(TestNode by, Talks talks) {
        try (CostJobs jobs = new CostJobs(by.on(), talks)) {
            jobs.due().run();
            until("what was due is settled", SpendTest::isSettled);
        }
    }

    private static boolean isSettled() {
        return node.count("SELECT count(*) FROM phone_costs WHERE settled_at IS NULL AND due_at <= '"
                        + CLOCK.instant().plusSeconds(10) + "'")
                == 0;
    }

    private static void over(TenantId tenant, CallId call) {
        node.on().ledger().store(TestNode.job(), tenant, tx -> Costs.over(tx, call.value(), CLOCK.instant()));
    }

    private static List<String> settlements(CallId call) throws Exception {
        return DB.column("SELECT detail FROM audit_entries WHERE action = 'call.settle' AND target = '" + call + "'");
    }

    @Test
    void a_call_lasts_as_long_as_is_affordable_if_that_is_a_minute_at_least() {
        assertThat(granted(perDay(1.75))).isEqualTo(TEN_MINUTES);
        assertThat(granted(perDay(1.75))).isEqualTo(Duration.ofMinutes(7));

        Problem full = refused(perDay(1.75));

        assertThat(full.code()).isEqualTo(ErrorCode.CONCURRENCY_EXHAUSTED);
        assertThat(full.fields()).extracting(Problem.Field::name).containsExactly("spend_per_day");
        assertThat(full.detail())
                .contains("1.7 USD are held by calls in progress", "a minute of this call costs 0.1 USD")
                .contains("at the latest at 2026-03-31T00:00:00Z", "see spend_per_day in the dial settings");
    }

    @Test
    void a_call_that_asks_for_less_than_a_minute_needs_all_of_it() {
        SpendCaps cap = perDay(0.15);

        assertThat(hold(acme, Duration.ofSeconds(30), cap).granted()).isEqualTo(Duration.ofSeconds(30));
        assertThat(catchThrowableOfType(Problem.class, () -> hold(acme, Duration.ofSeconds(30), cap)))
                .hasMessageContaining("this call costs 0.1 USD");
    }

    @Test
    void what_is_spent_opens_again_with_the_next_day_and_the_next_month() throws Exception {
        SpendCaps caps = new SpendCaps(1_000_000L, 1_500_000L, null, false);
        Held first = hold(acme, TEN_MINUTES, caps);
        over(acme, first.call());
        settles(node, Talk.unseen(TEN_MINUTES));

        Problem today = refused(caps);
        assertThat(today.code()).isEqualTo(ErrorCode.BUDGET_EXHAUSTED);
        assertThat(today.detail()).contains("Of 1.0 USD, 1.0 USD are spent", "2026-03-31T00:00:00Z", "spend_per_day");
        assertThat(today.retryAfter()).isEqualTo(Duration.ofHours(12));

        CLOCK.set(Instant.parse("2026-03-30T23:59:59.999Z"));
        assertThat(refused(caps).code()).isEqualTo(ErrorCode.BUDGET_EXHAUSTED);
        CLOCK.set(Instant.parse("2026-03-31T00:00:00Z"));
        Held second = hold(acme, TEN_MINUTES, caps);
        assertThat(second.granted()).as("what is left of the month").isEqualTo(Duration.ofMinutes(5));
        over(acme, second.call());
        settles(node, Talk.unseen(TEN_MINUTES));

        Problem month = refused(caps);
        assertThat(month.fields()).extracting(Problem.Field::name).containsExactly("spend_per_month");
        assertThat(month.detail()).contains("it opens again at 2026-04-01T00:00:00Z");

        CLOCK.set(Instant.parse("2026-04-01T00:00:00Z"));
        assertThat(granted(caps)).isEqualTo(TEN_MINUTES);
        assertThat(spend(acme).month()).isEqualTo(new Spend.Sum(0, 1_000_000));
    }

    @Test
    void a_call_through_midnight_counts_in_the_day_in_which_it_began() {
        CLOCK.set(Instant.parse("2026-03-31T23:58:00Z"));
        Held call = hold(acme, TEN_MINUTES, NONE);
        CLOCK.set(Instant.parse("2026-04-01T00:05:00Z"));
        over(acme, call.call());

        settles(node, new Talk(true, Duration.ofSeconds(61)));

        assertThat(spend(acme)).extracting(Spend::day, Spend::month).containsExactly(Spend.Sum.NONE, Spend.Sum.NONE);
        assertThat(node.count("SELECT spent_micros FROM phone_spend WHERE day = '2026-03-31' AND tenant_id = '"
                        + acme.value() + "'"))
                .isEqualTo(200_000);
    }

    @Test
    void what_one_call_may_cost_shortens_it_and_no_waiting_helps_where_that_is_too_little() {
        assertThat(granted(new SpendCaps(null, null, 250_000L, false))).isEqualTo(Duration.ofMinutes(2));

        Problem never = refused(new SpendCaps(null, null, 99_999L, false));

        assertThat(never.code()).isEqualTo(ErrorCode.NOT_PERMITTED_BY_POLICY);
        assertThat(never.fields()).extracting(Problem.Field::name).containsExactly("spend_per_call");
        assertThat(never.retryAfter()).isNull();
    }

    @Test
    void a_number_without_a_price_is_called_while_nothing_is_capped_unless_the_tenant_refuses_that() {
        changing(acme, change -> PriceStore.deleteAll(change.tx()));

        assertThat(granted(NONE)).isEqualTo(TEN_MINUTES);
        assertThat(spend(acme).day()).isEqualTo(Spend.Sum.NONE);
        for (SpendCaps caps : List.of(
                new SpendCaps(null, null, null, true),
                perDay(1_000_000),
                new SpendCaps(null, 1L, null, false),
                new SpendCaps(null, null, 1L, false))) {
            Problem unpriced = refused(caps);
            assertThat(unpriced.code()).isEqualTo(ErrorCode.NOT_PERMITTED_BY_POLICY);
            assertThat(unpriced.fields()).extracting(Problem.Field::name).containsExactly("to");
            assertThat(unpriced.detail())
                    .contains("without a price", "/api/v1/call-prices")
                    .doesNotContain(TO);
        }
    }

    @Test
    void a_handed_over_call_is_never_shortened_as_nobody_could_cut_it_short() {
        Leg transfer = Leg.transfer("tra_1", CallId.next(CLOCK.instant()), TO, TEN_MINUTES);

        Problem tooDear = catchThrowableOfType(
                Problem.class, () -> changing(acme, change -> Costs.hold(change, transfer, perDay(0.5))));

        assertThat(tooDear.detail()).contains("this call costs 1.0 USD");
    }

    @Test
    void a_call_that_comes_in_holds_nothing_is_never_refused_and_counts_when_it_is_over() {
        changing(acme, change -> PriceStore.replace(change.tx(), List.of(price(PhoneDirection.INBOUND, "+"))));
        CallId call = CallId.next(CLOCK.instant());
        changing(acme, change -> Costs.expect(change.tx(), Leg.in(call, TO, TEN_MINUTES), change.now()));
        assertThat(spend(acme).day()).isEqualTo(Spend.Sum.NONE);

        node.on().ledger().store(TestNode.job(), acme, tx -> Costs.ended(tx, call, CLOCK.instant()));
        settles(node, new Talk(true, Duration.ofMillis(60_001)));

        assertThat(spend(acme).day()).isEqualTo(new Spend.Sum(200_000, 0));
    }

    @Test
    void nobody_who_answered_is_nothing_spent() throws Exception {
        Held call = hold(acme, TEN_MINUTES, NONE);
        assertThat(spend(acme).day()).isEqualTo(new Spend.Sum(0, 1_000_000));
        over(acme, call.call());

        settles(node, Talk.NONE);

        assertThat(spend(acme).day()).isEqualTo(Spend.Sum.NONE);
        assertThat(settlements(call.call())).singleElement().asString().contains("\"cost\":0.0");
    }

    @Test
    void a_clock_that_is_wrong_makes_no_call_dearer_than_what_was_held_for_it() {
        Held call = hold(acme, TEN_MINUTES, NONE);
        over(acme, call.call());

        settles(node, Talk.between(CLOCK.instant(), CLOCK.instant().plus(Duration.ofDays(1))));

        assertThat(spend(acme).day()).isEqualTo(new Spend.Sum(1_000_000, 0));
        assertThat(Talk.between(CLOCK.instant(), CLOCK.instant().minusSeconds(9))
                        .lasted())
                .isZero();
    }

    @Test
    void two_nodes_settle_a_call_once() throws Exception {
        TestNode other = node.another();
        Held call = hold(acme, TEN_MINUTES, NONE);
        over(acme, call.call());
        Talks talks = (by, tenant, asked) -> Optional.of(new Talk(true, Duration.ofSeconds(1)));

        try (CostJobs first = new CostJobs(node.on(), talks);
                CostJobs second = new CostJobs(other.on(), talks)) {
            first.due().run();
            second.due().run();
            until("it is settled", () -> spend(acme).day().spent() > 0);
        }

        assertThat(spend(acme).day()).isEqualTo(new Spend.Sum(100_000, 0));
        assertThat(settlements(call.call())).hasSize(1);
    }

    @Test
    void what_a_node_has_taken_when_it_dies_another_settles() throws Exception {
        Held call = hold(acme, TEN_MINUTES, NONE);
        over(acme, call.call());
        AtomicBoolean dead = new AtomicBoolean();
        try (CostJobs jobs = new CostJobs(node.on(), (by, tenant, asked) -> {
            dead.set(true);
            throw new IllegalStateException("this node dies");
        })) {
            jobs.due().run();
            until("it has died", dead::get);
        }
        assertThat(settlements(call.call())).isEmpty();
        assertThat(spend(acme).day()).as("what is not known counts in full").isEqualTo(new Spend.Sum(0, 1_000_000));

        CLOCK.turn(Duration.ofSeconds(6));
        settles(node.another(), new Talk(true, Duration.ofSeconds(90)));

        assertThat(spend(acme).day()).isEqualTo(new Spend.Sum(200_000, 0));
        assertThat(settlements(call.call())).hasSize(1);
    }

    @Test
    void a_change_that_is_rolled_back_after_it_was_settled_elsewhere_counts_nothing_twice() throws Exception {
        Held call = hold(acme, TEN_MINUTES, NONE);
        over(acme, call.call());
        Talk talk = new Talk(true, Duration.ofSeconds(1));
        settles(node, (by, tenant, asked) -> {
            // While this node asks, another settles.
            node.on()
                    .ledger()
                    .store(
                            TestNode.job(),
                            acme,
                            tx -> CostStore.due(tx, call.call().value(), CLOCK.instant()));
            settles(node.another(), talk);
            return Optional.of(talk);
        });

        assertThat(spend(acme).day()).isEqualTo(new Spend.Sum(100_000, 0));
        assertThat(settlements(call.call())).hasSize(1);
    }

    @Test
    void one_tenants_prices_and_spend_are_no_other_tenants() {
        TenantId globex = node.tenant().id();
        granted(perDay(1));

        assertThat(hold(globex, TEN_MINUTES, NONE).granted()).isEqualTo(TEN_MINUTES);

        assertThat(spend(globex).day()).as("it has no prices").isEqualTo(Spend.Sum.NONE);
        assertThat(spend(acme).day()).isEqualTo(new Spend.Sum(0, 1_000_000));
    }

    @Test
    void the_price_of_a_call_is_that_of_when_it_began() {
        Held call = hold(acme, TEN_MINUTES, NONE);
        changing(acme, change -> PriceStore.deleteAll(change.tx()));
        over(acme, call.call());

        settles(node, new Talk(true, Duration.ofSeconds(1)));

        assertThat(spend(acme).day()).isEqualTo(new Spend.Sum(100_000, 0));
    }

    /** Also where the database looks the price up. */
    @Test
    void the_longest_prefix_applies() {
        changing(
                acme,
                change -> PriceStore.replace(
                        change.tx(),
                        List.of(
                                dearer("+", 1),
                                dearer("+4", 2),
                                dearer("+442079460", 3),
                                dearer("+44207946012399", 4))));

        assertThat(found("+442079460123")).isEqualTo("+442079460");
        assertThat(found("+4915112345678")).isEqualTo("+4");
        assertThat(found("+12025550143")).isEqualTo("+");
    }

    private static Price dearer(String prefix, int times) {
        return new Price(PhoneDirection.OUTBOUND, prefix, 100_000L * times, 0, new Price.Increment(60, 60));
    }

    private @Nullable String found(String number) {
        return node.on()
                .ledger()
                .read(TestNode.job(), acme, tx -> PriceStore.find(tx, PhoneDirection.OUTBOUND, number))
                .map(Price::prefix)
                .orElse(null);
    }
}
