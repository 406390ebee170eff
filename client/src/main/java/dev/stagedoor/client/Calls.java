// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.calls.CallList;
import dev.stagedoor.api.calls.CallTimeline;
import dev.stagedoor.api.calls.CallView;
import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.calls.TriggerRequest;
import dev.stagedoor.api.telephony.DialAnswer;
import dev.stagedoor.api.telephony.DialRequest;
import dev.stagedoor.api.telephony.DtmfRequest;
import dev.stagedoor.api.telephony.DtmfView;
import dev.stagedoor.api.telephony.TransferRequest;
import dev.stagedoor.api.telephony.TransferView;
import dev.stagedoor.api.usage.Usage;
import dev.stagedoor.client.http.Request;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls: a room, an agent sent to it and a token for the user, or a telephone that is called. */
public final class Calls {
    /** The server waits for the agent for at most 15 s, and for the carrier of a transfer for at most 30 s. */
    private static final Duration HELD = Duration.ofSeconds(60);

    /** The agent's 15 s, and the 80 s for which a telephone may ring. */
    private static final Duration RINGS = Duration.ofMinutes(2);

    private final Root root;

    Calls(Root root) {
        this.root = root;
    }

    /** Starts a call. If the answer is lost, the request is retried and returns the same call with a new token. */
    public TriggerAnswer trigger(TriggerRequest call) {
        Request request = Request.post(root.at("trigger"), call).creating().repeating();
        return root.send(request.within(HELD), TriggerAnswer.class);
    }

    /**
     * Lets an agent call a number. If the answer is lost, the request is retried and returns the same call: nobody is called
     * twice. A refusal is not retried, since the call that it is about has ended.
     */
    public DialAnswer dial(DialRequest call) {
        return dial(call, UUID.randomUUID().toString());
    }

    /**
     * As {@link #dial(DialRequest)}, for a caller that may repeat the request itself.
     *
     * @param idempotencyKey with the same key, it is the same call
     * @throws IllegalArgumentException if the key is no text for a header
     */
    public DialAnswer dial(DialRequest call, String idempotencyKey) {
        Request request = Request.post(root.at("calls"), call)
                .creating(idempotencyKey)
                .repeating(Request.Repeat.IF_LOST)
                .within(RINGS);
        return root.send(request, DialAnswer.class);
    }

    /** Hands the person on the phone over to another number; not retried. */
    public TransferView transfer(String call, TransferRequest to) {
        Request request = Request.post(root.at("calls", call, "transfer"), to);
        return root.send(request.within(HELD), TransferView.class);
    }

    /** Has the call's agent press keys; not retried. */
    public DtmfView dtmf(String call, DtmfRequest keys) {
        return root.send(Request.post(root.at("calls", call, "dtmf"), keys), DtmfView.class);
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

    /** One of them, with its dispatches and its phone's side. */
    public CallView get(String call) {
        return root.send(Request.get(root.at("calls", call)), CallView.class);
    }

    /** Everything that is known of one, in order. */
    public CallTimeline timeline(String call) {
        return root.send(Request.get(root.at("calls", call, "timeline")), CallTimeline.class);
    }

    /**
     * Which usage to count.
     *
     * @param by       {@code day}, {@code agent} or {@code user}; null for day
     * @param from     the first day; null for thirty days before the last
     * @param to       the last day; null for today
     * @param timeZone in which days begin, as {@code Europe/Berlin}; null for UTC
     */
    public record UsageQuery(
            @Nullable String by,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable String timeZone) {}

    /** What they used: how many there were, how many agents were sent, and the time that people and agents were in rooms. */
    public Usage usage(UsageQuery query) {
        Request request = Request.get(root.at("usage"))
                .with("by", query.by())
                .with("from", query.from())
                .with("to", query.to())
                .with("time_zone", query.timeZone());
        return root.send(request, Usage.class);
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
