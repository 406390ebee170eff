// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.events.EventList;
import dev.stagedoor.api.events.EventView;
import dev.stagedoor.client.http.Request;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happened to a tenant. */
public final class Events {
    private static final String EVENTS = "events";

    private final Root root;

    Events(Root root) {
        this.root = root;
    }

    /**
     * Which are listed; null matches any.
     *
     * @param type such as {@code call.ended}
     * @param call a call's id
     */
    public record Filter(@Nullable String type, @Nullable String call) {
        /** All. */
        public static final Filter ALL = new Filter(null, null);
    }

    /** A page of those that match, newest first. */
    public EventList list(Filter filter, PageRequest page) {
        return root.send(
                root.list(page, EVENTS).with("type", filter.type()).with("call", filter.call()), EventList.class);
    }

    /** All that match, page by page. */
    public Stream<EventView> all(Filter filter) {
        return Pages.stream(page -> list(filter, page), EventList::items, EventList::next);
    }

    /** What happens from now on. It does not end, and reconnects by itself. Close it. */
    public EventFeed<EventView> follow() {
        return new EventFeed<>(
                root.transport(),
                Request.get(root.at(EVENTS, "stream")),
                EventFeed.Form.data(EventView.class),
                event -> false);
    }
}
