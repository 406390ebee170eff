// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import dev.stagedoor.api.calls.PhoneDirection;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.StoredWord;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The table {@code call_prices}. */
final class PriceStore {
    private static final String SELECT = """
        SELECT direction, prefix, per_minute_micros, fee_micros, minimum_seconds, step_seconds FROM call_prices
         WHERE tenant_id = :tenant""";

    private PriceStore() {}

    /** A row of it. */
    record StoredPrice(
            String direction,
            String prefix,
            long perMinuteMicros,
            long feeMicros,
            int minimumSeconds,
            int stepSeconds) {
        Price price() {
            return new Price(
                    StoredWord.read(PhoneDirection.class, PhoneDirection::name, direction),
                    prefix,
                    perMinuteMicros,
                    feeMicros,
                    new Price.Increment(minimumSeconds, stepSeconds));
        }
    }

    /** All, in the order of their prefixes. */
    static List<Price> all(Tx tx) {
        return tx.query(SELECT + " ORDER BY direction DESC, prefix COLLATE \"C\"").mapTo(StoredPrice.class).stream()
                .map(StoredPrice::price)
                .toList();
    }

    /** The one that applies to that number. */
    static Optional<Price> find(Tx tx, PhoneDirection direction, String number) {
        List<Price> matching = tx
                .query(SELECT + " AND direction = :direction AND prefix = ANY (:prefixes)")
                .bind("direction", direction.name())
                .bindArray("prefixes", String.class, PriceList.prefixes(number))
                .mapTo(StoredPrice.class)
                .stream()
                .map(StoredPrice::price)
                .toList();
        return new PriceList(matching).find(direction, number);
    }

    /** Puts these in the place of all. */
    static void replace(Tx tx, List<Price> prices) {
        deleteAll(tx);
        tx.update("""
                INSERT INTO call_prices (tenant_id, direction, prefix, per_minute_micros, fee_micros, minimum_seconds,
                                         step_seconds)
                SELECT :tenant, each.* FROM unnest(:directions, :prefixes, :minutes, :fees, :minimums, :steps) AS each
                """)
                .bindArray(
                        "directions",
                        String.class,
                        column(prices, one -> one.direction().name()))
                .bindArray("prefixes", String.class, column(prices, Price::prefix))
                .bindArray("minutes", Long.class, column(prices, Price::perMinute))
                .bindArray("fees", Long.class, column(prices, Price::fee))
                .bindArray(
                        "minimums",
                        Integer.class,
                        column(prices, one -> one.increment().minimum()))
                .bindArray(
                        "steps",
                        Integer.class,
                        column(prices, one -> one.increment().step()))
                .execute();
    }

    private static <T> List<T> column(List<Price> prices, Function<Price, T> value) {
        return prices.stream().map(value).toList();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM call_prices WHERE tenant_id = :tenant").execute();
    }
}
