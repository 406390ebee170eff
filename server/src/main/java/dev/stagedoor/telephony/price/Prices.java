// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import dev.stagedoor.api.calls.CallPrice;
import dev.stagedoor.api.prices.CallPrices;
import dev.stagedoor.api.prices.CallSpend;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.numbers.MaskedViews;
import dev.stagedoor.tenants.Tenants;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The door to tenants' prices, and to what they have spent. */
final class Prices {
    private static final int NAMED = 10;

    private final Foundation on;
    private final Function<Tx, SpendCaps> caps;

    /** With what a tenant's settings cap. */
    Prices(Foundation on, Function<Tx, SpendCaps> caps) {
        this.on = on;
        this.caps = caps;
    }

    CallPrices get(Principal by, TenantId tenant) {
        return view(on.ledger().read(by, tenant, tx -> PriceStore.all(tx)));
    }

    private static CallPrices view(List<Price> prices) {
        return new CallPrices(prices.stream().map(CostViews::price).toList());
    }

    /**
     * Replaces all prices; legs that have begun keep theirs.
     *
     * @throws Problem {@code invalid_request} for one that is given twice, or with more than six decimals; {@code forbidden} if
     *     more would fit under a cap than before, or more numbers could be called, and it is not an operator who asks for it
     */
    CallPrices put(Principal by, TenantId tenant, CallPrices given) {
        List<Price> wanted = read(given);
        return on.ledger().change(by, tenant, change -> {
            Tenants.living(change.tx());
            List<String> weaker = weakens(change, wanted);
            if (!weaker.isEmpty() && !(by instanceof Principal.Operator)) {
                throw onlyOperators(weaker);
            }
            PriceStore.replace(change.tx(), wanted);
            String detail = Json.text(Map.of("prices", wanted.size(), "weakens", masked(weaker)));
            change.append(Draft.of(by, change.now(), "call_prices.put", tenant.value(), detail));
            return view(PriceStore.all(change.tx()));
        });
    }

    private static List<Price> read(CallPrices given) {
        List<Price> prices = new ArrayList<>();
        Set<List<Object>> seen = new HashSet<>();
        for (CallPrice one : given.items()) {
            String field = "items[" + prices.size() + "]";
            Price price = CostViews.price(field, one);
            if (!seen.add(List.of(price.direction(), price.prefix()))) {
                throw Problem.invalid(
                        field + ".prefix",
                        "is there twice for calls that are "
                                + price.direction().name().toLowerCase(Locale.ROOT) + ": " + price.prefix());
            }
            prices.add(price);
        }
        return prices;
    }

    /** Without a cap, there is only to weaken that numbers without a price are not called. */
    private List<String> weakens(ChangeTx change, List<Price> wanted) {
        SpendCaps set = caps.apply(change.tx());
        PriceList now = new PriceList(wanted);
        PriceList before = new PriceList(PriceStore.all(change.tx()));
        if (set.capAnything()) {
            return now.weakens(before);
        }
        return set.refusesUnpriced() ? now.opens(before) : List.of();
    }

    private static List<String> some(List<String> prefixes) {
        return prefixes.stream().limit(NAMED).toList();
    }

    /** Whoever reads the audit may see no numbers, and a price may be one number's. */
    private static List<String> masked(List<String> prefixes) {
        return some(prefixes).stream().map(MaskedViews::prefix).distinct().toList();
    }

    private static Problem onlyOperators(List<String> weaker) {
        String words =
                "The dial settings limit calls by what they cost, and by these prices more would be allowed than before,"
                        + " so that only an operator may set them: ";
        return Problem.of(ErrorCode.FORBIDDEN, words + String.join(", ", some(weaker)) + '.')
                .field("items", "allows more than before");
    }

    CallSpend spend(Principal by, TenantId tenant) {
        return on.ledger()
                .read(by, tenant, tx -> CostViews.spend(Spend.at(tx, on.clock().instant()), caps.apply(tx)));
    }
}
