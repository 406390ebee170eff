// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.prices.CallPrices;
import dev.stagedoor.api.prices.CallSpend;
import dev.stagedoor.client.http.Request;

/** What calls by phone cost a tenant. {@link Dials#put} caps it. */
public final class CallCosts {
    private static final String PRICES = "call-prices";

    private final Root root;

    CallCosts(Root root) {
        this.root = root;
    }

    /** All prices. */
    public CallPrices all() {
        return root.send(Request.get(root.at(PRICES)), CallPrices.class);
    }

    /** Puts these in the place of all. While there is a cap, only an operator makes calls cheaper. */
    public CallPrices replace(CallPrices prices) {
        return root.send(Request.put(root.at(PRICES), prices), CallPrices.class);
    }

    /** What calls cost today and this month, and what the caps leave. */
    public CallSpend spend() {
        return root.send(Request.get(root.at("call-spend")), CallSpend.class);
    }
}
