// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.prices;

import dev.stagedoor.api.calls.CallPrice;
import dev.stagedoor.api.prices.CallSpend;
import dev.stagedoor.api.prices.SpendWindow;
import dev.stagedoor.cli.console.Columns;
import org.jspecify.annotations.Nullable;

/** The columns of prices, and of what was spent. */
final class PriceColumns {
    static final Columns<CallPrice> ROW = new Columns<CallPrice>()
            .add("direction", CallPrice::direction)
            .add("prefix", CallPrice::prefix)
            .add("per minute", price -> usd(price.perMinute()))
            .add("fee", price -> usd(price.connectionFee()))
            .add("increment", price -> price.minimumSeconds() + "/" + price.stepSeconds());

    static final Columns<CallSpend> SPEND = new Columns<CallSpend>()
            .add("today", spend -> window(spend.today()))
            .add("this month", spend -> window(spend.month()))
            .add("cap of a call", spend -> usd(spend.perCall()))
            .add("today ends", spend -> spend.today().until())
            .add("this month ends", spend -> spend.month().until());

    private PriceColumns() {}

    private static @Nullable String usd(@Nullable Double amount) {
        return amount == null ? null : amount + " USD";
    }

    private static String window(SpendWindow window) {
        String held = window.held() == 0 ? "" : ", and " + usd(window.held()) + " held by calls in progress";
        String left = window.cap() == null ? "" : ", " + usd(window.left()) + " left of " + usd(window.cap());
        return usd(window.spent()) + held + left;
    }
}
