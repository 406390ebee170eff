// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.calls.CallList;
import dev.stagedoor.api.calls.CallView;
import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.calls.TriggerRequest;
import dev.stagedoor.client.http.Request;
import java.time.Duration;
import java.util.stream.Stream;

/** Calls: a room, an agent sent to it and a token for the user. */
public final class Calls {
    /** The server waits for the agent for at most 15 s. */
    private static final Duration HELD = Duration.ofSeconds(60);

    private final Root root;

    Calls(Root root) {
        this.root = root;
    }

    /** Starts a call. If the answer is lost, the request is retried and returns the same call with a new token. */
    public TriggerAnswer trigger(TriggerRequest call) {
        Request request = Request.post(root.at("trigger"), call).creating().repeating();
        return root.send(request.within(HELD), TriggerAnswer.class);
    }

    /** A page of them, newest first. */
    public CallList list(PageRequest page) {
        return list(CallFilter.ALL, page);
    }

    /** A page of those that match, newest first. */
    public CallList list(CallFilter filter, PageRequest page) {
        return root.send(filter.on(root.list(page, "calls")), CallList.class);
    }

    /** All of them, page by page. */
    public Stream<CallView> all() {
        return all(CallFilter.ALL);
    }

    /** All of those that match, page by page. */
    public Stream<CallView> all(CallFilter filter) {
        return Pages.stream(page -> list(filter, page), CallList::items, CallList::next);
    }

    /** One of them, with its dispatches. */
    public CallView get(String call) {
        return root.send(Request.get(root.at("calls", call)), CallView.class);
    }

    /** Ends one; one that has already ended is returned as it is. */
    public CallView end(String call) {
        return root.send(Request.post(root.at("calls", call, "end"), null), CallView.class);
    }

    /** Removes a participant and keeps them out. */
    public void removeParticipant(String call, String identity) {
        root.transport().send(Request.post(root.at("calls", call, "participants", identity, "remove"), null));
    }
}
