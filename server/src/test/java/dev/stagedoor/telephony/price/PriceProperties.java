// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.calls.PhoneDirection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Which price a number has, and what a call costs by it (R5). */
class PriceProperties {
    private static final int LONGEST = 86_400;

    /** Few digits, so that prefixes begin with each other. */
    @Provide
    static Arbitrary<String> numbers() {
        return Arbitraries.strings()
                .withChars('1', '2')
                .ofMinLength(1)
                .ofMaxLength(6)
                .map(digits -> '+' + digits);
    }

    @Provide
    static Arbitrary<Set<String>> prefixes() {
        return Arbitraries.strings()
                .withChars('1', '2')
                .ofMaxLength(4)
                .map(digits -> '+' + digits)
                .set()
                .ofMaxSize(8);
    }

    private static Arbitrary<Price> prices(Arbitrary<String> prefixes) {
        return Combinators.combine(
                        prefixes,
                        Arbitraries.longs().between(0, 100_000_000),
                        Arbitraries.longs().between(0, 100_000_000),
                        Arbitraries.of(1, 6, 30, 60, 3_600)
                                .flatMap(minimum -> Arbitraries.of(1, 2, 6, 60, 3_600)
                                        .map(step -> new Price.Increment(minimum, step))))
                .as((prefix, minute, fee, increment) ->
                        new Price(PhoneDirection.OUTBOUND, prefix, minute, fee, increment));
    }

    @Provide
    static Arbitrary<Price> anyPrice() {
        return prices(Arbitraries.just("+"));
    }

    /** Cheap, so that two lists often charge the same. */
    @Provide
    static Arbitrary<List<Price>> lists() {
        Arbitrary<Price> cheap = Combinators.combine(
                        Arbitraries.strings().withChars('1', '2').ofMaxLength(3).map(digits -> '+' + digits),
                        Arbitraries.longs().between(0, 3),
                        Arbitraries.of(1, 6),
                        Arbitraries.of(1, 2, 6),
                        Arbitraries.of(PhoneDirection.class))
                .as((prefix, minute, minimum, step, direction) ->
                        new Price(direction, prefix, minute * 60, 0, new Price.Increment(minimum, step)));
        return cheap.list().ofMaxSize(5).map(PriceProperties::distinct);
    }

    private static List<Price> distinct(List<Price> prices) {
        List<Price> kept = new ArrayList<>();
        for (Price price : prices) {
            boolean isNew = kept.stream()
                    .noneMatch(one -> one.prefix().equals(price.prefix()) && one.direction() == price.direction());
            if (isNew) {
                kept.add(price);
            }
        }
        return kept;
    }

    @Property
    void the_longest_prefix_that_a_number_begins_with_applies(
            @ForAll("numbers") String number, @ForAll("prefixes") Set<String> prefixes) {
        PriceList list = new PriceList(prefixes.stream()
                .map(prefix -> new Price(PhoneDirection.OUTBOUND, prefix, 1, 0, new Price.Increment(1, 1)))
                .toList());

        Optional<String> expected =
                prefixes.stream().filter(number::startsWith).max(Comparator.comparingInt(String::length));

        assertThat(list.find(PhoneDirection.OUTBOUND, number).map(Price::prefix))
                .isEqualTo(expected);
        assertThat(list.find(PhoneDirection.INBOUND, number)).isEmpty();
    }

    @Property
    void seconds_are_charged_from_the_minimum_in_whole_steps_and_never_less_than_they_were(
            @ForAll("anyPrice") Price price, @ForAll @LongRange(max = 100_000_000) long millis) {
        Duration lasted = Duration.ofMillis(millis);

        long billed = price.billed(lasted);

        long beyond = billed - price.increment().minimum();
        assertThat(beyond).isNotNegative();
        assertThat(beyond % price.increment().step()).isZero();
        assertThat(Duration.ofSeconds(billed)).isGreaterThanOrEqualTo(lasted);
        long oneStepLess = beyond == 0 ? 0 : billed - price.increment().step();
        assertThat(Duration.ofSeconds(oneStepLess)).isLessThanOrEqualTo(lasted);
    }

    @Property
    void the_cost_is_the_fee_and_the_share_of_a_minute_rounded_up(
            @ForAll("anyPrice") Price price, @ForAll @IntRange(max = LONGEST) int seconds) {
        long share = price.cost(Duration.ofSeconds(seconds)) - price.fee();
        long exact = price.perMinute() * price.billed(Duration.ofSeconds(seconds));

        assertThat(share * 60).isBetween(exact, exact + 59);
    }

    @Property
    void what_is_affordable_costs_no_more_than_there_is_and_one_step_more_would(
            @ForAll("anyPrice") Price price,
            @ForAll @LongRange(min = -1_000, max = 200_000_000_000L) long left,
            @ForAll @IntRange(min = 1, max = LONGEST) int seconds) {
        Duration longest = Duration.ofSeconds(seconds);

        Duration affordable = price.within(left, longest);

        assertThat(affordable).isLessThanOrEqualTo(longest);
        if (affordable.isPositive()) {
            assertThat(price.cost(affordable)).isLessThanOrEqualTo(left);
        }
        if (affordable.compareTo(longest) < 0) {
            assertThat(price.cost(affordable.plusSeconds(1))).isGreaterThan(left);
        }
    }

    @Provide
    static Arbitrary<Price.Increment> increments() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 8),
                        Arbitraries.integers().between(1, 8))
                .as(Price.Increment::new);
    }

    @Property
    void steps_that_end_where_others_do_charge_no_call_less_and_any_others_charge_some_less(
            @ForAll("increments") Price.Increment now, @ForAll("increments") Price.Increment before) {
        boolean neverLess = IntStream.range(0, 200).allMatch(seconds -> now.billed(seconds) >= before.billed(seconds));

        assertThat(now.isAtLeast(before)).isEqualTo(neverLess);
    }

    /** What a list charges; a number that it does not price is, under a cap, not called, and counts nothing if it calls. */
    private static Optional<Long> charged(PriceList list, PhoneDirection direction, String number, int seconds) {
        return list.find(direction, number).map(price -> price.cost(Duration.ofSeconds(seconds)));
    }

    @Property
    void a_list_that_does_not_weaken_another_charges_no_call_less(
            @ForAll("lists") List<Price> now,
            @ForAll("lists") List<Price> before,
            @ForAll("numbers") String number,
            @ForAll @IntRange(max = 100) int seconds) {
        PriceList list = new PriceList(now);
        PriceList other = new PriceList(before);
        if (!list.weakens(other).isEmpty()) {
            return;
        }

        Optional<Long> out = charged(list, PhoneDirection.OUTBOUND, number, seconds);
        Optional<Long> outBefore = charged(other, PhoneDirection.OUTBOUND, number, seconds);
        assertThat(out.isEmpty() || (outBefore.isPresent() && out.get() >= outBefore.get()))
                .isTrue();
        Optional<Long> in = charged(list, PhoneDirection.INBOUND, number, seconds);
        Optional<Long> inBefore = charged(other, PhoneDirection.INBOUND, number, seconds);
        assertThat(inBefore.isEmpty() || (in.isPresent() && in.get() >= inBefore.get()))
                .isTrue();
    }

    @Property
    void a_list_does_not_weaken_itself_and_none_at_all_weakens_no_calls_out(@ForAll("lists") List<Price> prices) {
        PriceList list = new PriceList(prices);

        assertThat(list.weakens(list)).isEmpty();
        boolean hasInbound = prices.stream().anyMatch(price -> price.direction() == PhoneDirection.INBOUND);
        assertThat(new PriceList(List.of()).weakens(list).isEmpty()).isEqualTo(!hasInbound);
    }

    @Property
    void the_largest_prices_overflow_nothing(@ForAll @IntRange(min = 1, max = 3_600) int step) {
        Price most =
                new Price(PhoneDirection.OUTBOUND, "+", 100_000_000, 100_000_000, new Price.Increment(3_600, step));

        assertThat(most.cost(Duration.ofSeconds(LONGEST)))
                .isBetween(144_100_000_000L, 144_100_000_000L + 60L * 100_000_000);
        assertThat(most.within(Long.MAX_VALUE, Duration.ofSeconds(LONGEST))).isEqualTo(Duration.ofSeconds(LONGEST));
        assertThat(most.within(1_000_000_000_000L, Duration.ofSeconds(LONGEST))).isEqualTo(Duration.ofSeconds(LONGEST));
    }
}
