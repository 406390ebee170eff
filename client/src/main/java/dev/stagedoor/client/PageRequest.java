// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import org.jspecify.annotations.Nullable;

/**
 * A request for a page of a list.
 *
 * @param limit the maximum number of items, 1 to 200; null for the server's default
 * @param after the {@code next} of the page before; null for the first
 */
public record PageRequest(@Nullable Integer limit, @Nullable String after) {
    /** The first page, of the server's default size. */
    public static final PageRequest FIRST = new PageRequest(null, null);

    /** The first page, of the maximum size. */
    public static final int MOST = 200;

    static final PageRequest LONG = new PageRequest(MOST, null);
}
