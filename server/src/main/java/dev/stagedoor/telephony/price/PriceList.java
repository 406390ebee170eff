// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import dev.stagedoor.api.calls.PhoneDirection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A tenant's prices: of those whose prefix a number begins with, the longest applies. */
final class PriceList {
    private final Map<Key, Price> prices = new HashMap<>();

    private record Key(PhoneDirection direction, String prefix) {}

    /** Of prices that all have another prefix or direction. */
    PriceList(List<Price> all) {
        all.forEach(price -> prices.put(new Key(price.direction(), price.prefix()), price));
    }

    /** All the prefixes that a number can match, the longest first. */
    static List<String> prefixes(String number) {
        return IntStream.iterate(number.length(), length -> length >= 1, length -> length - 1)
                .mapToObj(length -> number.substring(0, length))
                .toList();
    }

    Optional<Price> find(PhoneDirection direction, String number) {
        return prefixes(number).stream()
                .flatMap(prefix -> Optional.ofNullable(prices.get(new Key(direction, prefix))).stream())
                .findFirst();
    }

    /**
     * The prefixes by which more calls would fit under the same cap than by {@code before}: a price is lower, or is new for
     * calls out, or is gone for calls that come in. Which price a number has changes only at some prefix of either list, so
     * these are all that there are.
     */
    List<String> weakens(PriceList before) {
        List<String> weaker = new ArrayList<>();
        for (PhoneDirection direction : PhoneDirection.values()) {
            prefixes(direction, before)
                    .filter(prefix -> isWeaker(direction, find(direction, prefix), before.find(direction, prefix)))
                    .forEach(weaker::add);
        }
        return weaker;
    }

    /** The prefixes by which numbers can be called that had no price by {@code before}, found in the same way. */
    List<String> opens(PriceList before) {
        PhoneDirection out = PhoneDirection.OUTBOUND;
        return prefixes(out, before)
                .filter(prefix -> find(out, prefix).isPresent()
                        && before.find(out, prefix).isEmpty())
                .toList();
    }

    private Stream<String> prefixes(PhoneDirection direction, PriceList before) {
        TreeSet<String> prefixes = new TreeSet<>(prefixes(direction));
        prefixes.addAll(before.prefixes(direction));
        return prefixes.stream();
    }

    private List<String> prefixes(PhoneDirection direction) {
        return prices.keySet().stream()
                .filter(key -> key.direction() == direction)
                .map(Key::prefix)
                .toList();
    }

    private static boolean isWeaker(PhoneDirection direction, Optional<Price> now, Optional<Price> before) {
        if (now.isPresent() && before.isPresent()) {
            return !now.get().isAtLeast(before.get());
        }
        return direction == PhoneDirection.OUTBOUND ? now.isPresent() : before.isPresent();
    }
}
