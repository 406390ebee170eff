// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One page of a list; {@code next} is the cursor of the following page, or null on the last page. */
public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
        items = List.copyOf(items);
    }

    /** A page from {@code limit + 1} rows: the extra row only shows that there is another page. */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> cursor) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> items = rows.subList(0, limit);
        return new Page<>(items, cursor.apply(items.getLast()));
    }

    /** The same page with each item mapped. */
    public <R> Page<R> map(Function<? super T, ? extends R> each) {
        return new Page<>(items.stream().<R>map(each).toList(), next);
    }

    /** The same page with each item mapped, omitting those that map to nothing. */
    public <R> Page<R> mapPresent(Function<? super T, Optional<R>> each) {
        return new Page<>(
                items.stream().flatMap(item -> each.apply(item).stream()).toList(), next);
    }

    /** Which page to return: at most {@code limit} items after the cursor (null: from the start). */
    public record Request(int limit, @Nullable String after) {
        /** The maximum page size. */
        public static final int MOST = 200;

        public Request {
            if (limit < 1 || limit > MOST) {
                throw Problem.invalid("limit", "must be between 1 and " + MOST);
            }
            if (after != null && after.length() > 256) {
                throw Problem.invalid("after", "is not a cursor from a list response");
            }
        }
    }
}
