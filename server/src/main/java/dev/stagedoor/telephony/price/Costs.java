// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import dev.stagedoor.api.calls.CallCost;
import dev.stagedoor.api.calls.PhoneDirection;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The door to what calls by phone cost, within the transactions of those who make them. */
public final class Costs {
    /** After a leg must be over, somebody looks, even if nobody has said that it is. */
    private static final Duration UNTOLD = Duration.ofMinutes(5);

    private Costs() {}

    /**
     * Holds the most that a call out, or a transfer, may cost. Returns how long it may last: a call out is shortened to what
     * is affordable, if that is a minute at least.
     *
     * @throws Problem {@code not_permitted_by_policy} naming {@code to} where a number without a price is not called, or a
     *     call costs more than one may; {@code budget_exhausted}, or {@code concurrency_exhausted} while calls in progress hold
     *     the rest: both name the cap
     */
    public static Duration hold(ChangeTx change, Leg leg, SpendCaps caps) {
        Optional<Price> price = PriceStore.find(change.tx(), PhoneDirection.OUTBOUND, leg.number());
        if (price.isEmpty()) {
            caps.requirePriced(leg.number());
            return leg.longest();
        }
        Duration granted = Spend.at(change.tx(), change.now()).grant(caps, price.get(), leg, change.now());
        Cost cost = cost(leg, price.get(), granted, price.get().cost(granted), change.now());
        CostStore.insert(change.tx(), cost, change.now().plus(granted).plus(UNTOLD));
        CostStore.add(change.tx(), cost.day(), 0, cost.held());
        return granted;
    }

    /** A call has come in: what it costs counts when it is over, and no cap cuts it off. */
    public static void expect(Tx tx, Leg leg, Instant now) {
        PriceStore.find(tx, PhoneDirection.INBOUND, leg.number())
                .map(price -> cost(leg, price, leg.longest(), 0, now))
                .ifPresent(cost ->
                        CostStore.insert(tx, cost, now.plus(leg.longest()).plus(UNTOLD)));
    }

    private static Cost cost(Leg leg, Price price, Duration longest, long held, Instant now) {
        return new Cost(new Cost.Of(leg.id(), leg.call(), leg.kind()), price, longest, held, now, null);
    }

    /** A call out or a transfer may be over: it is settled soon. */
    public static int over(Tx tx, String leg, Instant now) {
        return CostStore.due(tx, leg, now);
    }

    /** A call has ended, and with it what came in, or was handed over. */
    public static int ended(Tx tx, CallId call, Instant now) {
        return CostStore.dueOfCall(tx, call, now);
    }

    /** What these calls cost; those without a price are not among them. */
    public static Map<CallId, CallCost> ofCalls(Tx tx, Set<CallId> calls) {
        return CostStore.ofCalls(tx, calls).stream()
                .collect(Collectors.groupingBy(
                        cost -> cost.of().call(), Collectors.collectingAndThen(Collectors.toList(), CostViews::call)));
    }
}
