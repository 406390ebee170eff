// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.dispatch.DispatchList;
import dev.stagedoor.api.dispatch.DispatchView;
import dev.stagedoor.api.dispatch.ReceiptLine;
import dev.stagedoor.client.http.Request;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Dispatches and their receipts. */
public final class Dispatches {
    private static final Set<String> OVER = Set.of("completed", "failed");

    private final Root root;

    Dispatches(Root root) {
        this.root = root;
    }

    /** A page of them, newest first. */
    public DispatchList list(PageRequest page) {
        return list(page, null);
    }

    /** A page of those with a status ({@code joined}, …; null for any), newest first. */
    public DispatchList list(PageRequest page, @Nullable String status) {
        return root.send(root.list(page, "dispatches").with("status", status), DispatchList.class);
    }

    /** All of those with a status (null for any), page by page. */
    public Stream<DispatchView> all(@Nullable String status) {
        return Pages.stream(page -> list(page, status), DispatchList::items, DispatchList::next);
    }

    /** One of them, with its receipt. */
    public DispatchView get(String dispatch) {
        return root.send(Request.get(root.at("dispatches", dispatch)), DispatchView.class);
    }

    /**
     * The receipt's lines from the first on, as they are added, until the dispatch ends. Reconnects by itself. Close
     * it.
     */
    public EventFeed<ReceiptLine> follow(String dispatch) {
        return new EventFeed<>(
                root.transport(),
                Request.get(root.at("dispatches", dispatch, "events")),
                EventFeed.Form.data(ReceiptLine.class),
                line -> OVER.contains(line.status()));
    }

    /** Cancels one and removes its agent. */
    public DispatchView cancel(String dispatch) {
        return root.send(Request.post(root.at("dispatches", dispatch, "cancel"), null), DispatchView.class);
    }
}
