// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.client.http.UnexpectedAnswerException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A list that fetches its pages as needed. */
final class Pages<P, T> implements Iterator<T> {
    private final Function<PageRequest, P> fetch;
    private final Function<P, List<T>> items;
    private final Function<P, @Nullable String> next;
    private final Queue<T> ready = new ArrayDeque<>();
    private @Nullable PageRequest wanted = PageRequest.LONG;

    private Pages(Function<PageRequest, P> fetch, Function<P, List<T>> items, Function<P, @Nullable String> next) {
        this.fetch = fetch;
        this.items = items;
        this.next = next;
    }

    static <P, T> Stream<T> stream(
            Function<PageRequest, P> fetch, Function<P, List<T>> items, Function<P, @Nullable String> next) {
        Pages<P, T> pages = new Pages<>(fetch, items, next);
        int order = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(pages, order), false);
    }

    @Override
    public boolean hasNext() {
        // A page can be empty although more follow.
        while (ready.isEmpty() && wanted != null) {
            P page = fetch.apply(wanted);
            ready.addAll(items.apply(page));
            String cursor = next.apply(page);
            if (cursor != null && cursor.equals(wanted.after())) {
                throw new UnexpectedAnswerException("the server's pages form a loop", 200);
            }
            wanted = cursor == null ? null : new PageRequest(PageRequest.MOST, cursor);
        }
        return !ready.isEmpty();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }
}
