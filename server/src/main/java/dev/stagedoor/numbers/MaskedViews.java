// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.numbers;

import dev.stagedoor.api.calls.CallCost;
import dev.stagedoor.api.calls.CallPrice;
import dev.stagedoor.api.calls.CostLeg;
import dev.stagedoor.kernel.Principal;
import org.jspecify.annotations.Nullable;

/** What says something of numbers, as it is shown to whom they are none of their business. */
public final class MaskedViews {
    private MaskedViews() {}

    /** What a call costs: of how its number begins, no more than the masked one shows. */
    public static @Nullable CallCost cost(Principal by, @Nullable CallCost cost) {
        if (cost == null || MaskedNumber.seesNumbers(by)) {
            return cost;
        }
        return new CallCost(
                cost.amount(),
                cost.held(),
                cost.currency(),
                cost.billedSeconds(),
                cost.settled(),
                cost.legs().stream().map(MaskedViews::leg).toList());
    }

    /** Of a prefix, no more than a masked number shows of its beginning. */
    public static String prefix(String prefix) {
        return prefix.substring(0, Math.min(MaskedNumber.COUNTRY, prefix.length()));
    }

    private static CostLeg leg(CostLeg leg) {
        return new CostLeg(leg.kind(), leg.amount(), leg.seconds(), leg.billedSeconds(), price(leg.price()));
    }

    private static CallPrice price(CallPrice price) {
        return new CallPrice(
                price.direction(),
                prefix(price.prefix()),
                price.perMinute(),
                price.connectionFee(),
                price.minimumSeconds(),
                price.stepSeconds());
    }
}
