// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import java.util.function.BiFunction;

/**
 * One thing that a feature reads about a tenant and caches in the tenant's {@link Snapshot}: its policy, one API key,
 * its active credential. Features declare their facets as constants. Whatever changes a value raises the epoch; a value
 * that may be absent is an {@code Optional}, which is cached only while present.
 *
 * @param name what it is, for logs and metrics
 * @param load reads it, given the transaction and the key (if a tenant has only one: any constant)
 */
public record Facet<K, V>(String name, BiFunction<Tx, K, V> load) {}
