// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import dev.stagedoor.api.calls.CallCost;
import dev.stagedoor.api.calls.CallPrice;
import dev.stagedoor.api.calls.CostLeg;
import dev.stagedoor.api.calls.PhoneDirection;
import dev.stagedoor.api.prices.CallSpend;
import dev.stagedoor.api.prices.SpendWindow;
import dev.stagedoor.budgets.Money;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Prices and costs in the API's form. */
final class CostViews {
    private static final int USUAL_SECONDS = 60;

    private CostViews() {}

    /** A price that was sent; its amounts are named in refusals as {@code field} and what follows. */
    static Price price(String field, CallPrice given) {
        return new Price(
                Objects.requireNonNullElse(given.direction(), PhoneDirection.OUTBOUND),
                given.prefix(),
                Dollars.micros(field + ".per_minute", given.perMinute()),
                Dollars.micros(field + ".connection_fee", Objects.requireNonNullElse(given.connectionFee(), 0.0)),
                new Price.Increment(
                        Objects.requireNonNullElse(given.minimumSeconds(), USUAL_SECONDS),
                        Objects.requireNonNullElse(given.stepSeconds(), USUAL_SECONDS)));
    }

    static CallPrice price(Price price) {
        return new CallPrice(
                price.direction(),
                price.prefix(),
                Money.dollars(price.perMinute()),
                Money.dollars(price.fee()),
                price.increment().minimum(),
                price.increment().step());
    }

    /** Of a call's legs. */
    static CallCost call(List<Cost> legs) {
        List<Cost.Settled> settled =
                legs.stream().map(Cost::settled).filter(Objects::nonNull).toList();
        return new CallCost(
                Money.dollars(settled.stream().mapToLong(Cost.Settled::micros).sum()),
                Money.dollars(legs.stream().mapToLong(Cost::held).sum()),
                Dollars.CODE,
                settled.stream().mapToLong(Cost.Settled::billed).sum(),
                settled.size() == legs.size(),
                legs.stream().map(CostViews::leg).toList());
    }

    private static CostLeg leg(Cost cost) {
        Cost.Settled settled = cost.settled();
        return settled == null
                ? new CostLeg(cost.of().kind(), null, null, null, price(cost.price()))
                : new CostLeg(
                        cost.of().kind(),
                        Money.dollars(settled.micros()),
                        settled.seconds(),
                        settled.billed(),
                        price(cost.price()));
    }

    static CallSpend spend(Spend spend, SpendCaps caps) {
        return new CallSpend(
                Dollars.CODE,
                "UTC",
                window(spend.dayBegins(), spend.dayEnds(), spend.day(), caps.perDay()),
                window(spend.monthBegins(), spend.monthEnds(), spend.month(), caps.perMonth()),
                SpendCaps.dollars(caps.perCall()));
    }

    private static SpendWindow window(Instant from, Instant until, Spend.Sum sum, @Nullable Long cap) {
        return new SpendWindow(
                from,
                until,
                Money.dollars(sum.spent()),
                Money.dollars(sum.held()),
                SpendCaps.dollars(cap),
                cap == null ? null : Money.dollars(Math.max(0, cap - sum.spent() - sum.held())));
    }
}
