package dev.stagedoor.client;

import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted.
 *
 * @param limit the most items, 1 to 200; null for the server's usual number
 * @param after the {@code next} of the page before; null for the first
 */
public record PageRequest(@Nullable Integer limit, @Nullable String after) {
    /** The first page, as long as the server likes. */
    public static final PageRequest FIRST = new PageRequest(null, null);

    /** The longest page there is. */
    public static final int MOST = 200;

    static final PageRequest LONG = new PageRequest(MOST, null);
}
