// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import dev.stagedoor.api.calls.CallPrice;
import dev.stagedoor.api.calls.PhoneDirection;
import dev.stagedoor.api.prices.CallPrices;
import dev.stagedoor.api.prices.CallSpend;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Scope;
import java.util.List;

/** Prices and spend over HTTP. */
final class PriceRoutes {
    private static final String PRICES = "/api/v1/call-prices";

    private static final CallPrices EXAMPLE = new CallPrices(List.of(
            new CallPrice(PhoneDirection.OUTBOUND, "+44", 0.02, 0.0, 60, 60),
            new CallPrice(PhoneDirection.OUTBOUND, "+447", 0.05, 0.0, 30, 6),
            new CallPrice(PhoneDirection.INBOUND, "+", 0.0085, 0.0, 60, 60)));

    private PriceRoutes() {}

    static List<Route<?>> of(Prices prices) {
        return Route.alsoUnderTenant(List.of(
                Route.get(PRICES, new Access.TenantScope(Scope.NUMBERS_READ))
                        .named("call_prices.get", "Show what calls by phone cost, by how numbers begin")
                        .answers(CallPrices.class)
                        .by(exchange -> Reply.ok(prices.get(exchange.principal(), exchange.tenant()))),
                Route.put(PRICES, new Access.TenantScope(Scope.NUMBERS_WRITE))
                        .named(
                                "call_prices.put",
                                "Set what calls by phone cost; under a cap, only an operator makes them cheaper")
                        .takes(CallPrices.class)
                        .example(EXAMPLE)
                        .answers(CallPrices.class)
                        .by((exchange, body) -> Reply.ok(prices.put(exchange.principal(), exchange.tenant(), body))),
                Route.get("/api/v1/call-spend", new Access.TenantScope(Scope.NUMBERS_READ))
                        .named("call_spend.get", "Show what calls by phone cost today and this month, and what is left")
                        .answers(CallSpend.class)
                        .by(exchange -> Reply.ok(prices.spend(exchange.principal(), exchange.tenant())))));
    }
}
