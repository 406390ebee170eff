// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import dev.stagedoor.budgets.Amounts;
import dev.stagedoor.budgets.CallHolds;
import dev.stagedoor.budgets.Prices;
import dev.stagedoor.budgets.TokenUsage;
import dev.stagedoor.claude.ModelSpans;
import dev.stagedoor.kernel.Problem;

/** What calls by leases are charged to: the budgets of the tenant and of the lease's profile, and the usage; and traced by. */
record Charges(CallHolds holds, Prices prices, Meter meter, ModelSpans spans, int maxTokens) {
    /** Tokens that tools and the shape of a request may add to its text. */
    private static final int UNSEEN = 1_000;

    /**
     * Takes the most that a call may use; without a budget, nothing is stored.
     *
     * @param bytes of its body
     * @throws Problem {@code budget_exhausted}, {@code concurrency_exhausted}
     */
    Charge begin(ModelLeases.Usable usable, MessageAsked asked, long bytes) {
        if (!usable.limited()) {
            return new Charge(usable, meter, Amounts.NONE, null, span(usable, asked));
        }
        String model = asked.model();
        // Input that is written to the provider's cache is the dearest.
        TokenUsage most = new TokenUsage(
                0, asked.maxTokens() > 0 ? asked.maxTokens() : maxTokens, UNSEEN + TokenUsage.mostOf(bytes), 0);
        Amounts amounts = new Amounts(most.total(), prices.micros(model, most), 1, 0);
        CallHolds.Call call =
                new CallHolds.Call(usable.lease().subject().profileId(), amounts, prices.know(model) ? null : model);
        CallHolds.Hold hold = holds.take(usable.holder().tenant(), call);
        return new Charge(usable, meter, amounts, hold, span(usable, asked));
    }

    private ModelSpans.Call span(ModelLeases.Usable usable, MessageAsked asked) {
        String agent = usable.lease().subject().agent();
        return spans.call(
                usable.credential(),
                new ModelSpans.Asked(asked.model(), asked.maxTokens(), null, agent, asked.stream(), null),
                null);
    }

    /** For a request that the provider does not charge for. */
    Charge free(ModelLeases.Usable usable) {
        return new Charge(usable, meter, Amounts.NONE, null, null);
    }
}
