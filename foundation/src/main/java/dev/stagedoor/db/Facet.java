// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a feature reads about a tenant and caches in the tenant's {@link Snapshot}: its policy, one API key,
 * its active credential. Features declare their facets as constants. Whatever changes a value raises the epoch; a value
 * that may be absent is an {@code Optional}, which is cached only while present.
 *
 * @param name what it is, for logs and metrics
 * @param load reads it, given the transaction and the key (if a tenant has only one: any constant)
 * @param all  reads several at once; null if {@link Snapshot} reads each by itself
 */
public record Facet<K, V>(
        String name, BiFunction<Tx, K, V> load, @Nullable BiFunction<Tx, List<K>, Map<K, V>> all) {
    /** One that is read by itself. */
    public Facet(String name, BiFunction<Tx, K, V> load) {
        this(name, load, null);
    }

    /** One of which many are asked for at a time, as after a restart: {@code all} reads those that are there, by key. */
    public static <K, T> Facet<K, Optional<T>> ofMany(String name, BiFunction<Tx, List<K>, Map<K, T>> all) {
        BiFunction<Tx, List<K>, Map<K, Optional<T>>> each = (tx, keys) -> {
            Map<K, T> found = all.apply(tx, keys);
            return keys.stream()
                    .collect(Collectors.toMap(Function.identity(), key -> Optional.ofNullable(found.get(key))));
        };
        return new Facet<>(
                name,
                (tx, key) -> Objects.requireNonNull(each.apply(tx, List.of(key)).get(key)),
                each);
    }
}
