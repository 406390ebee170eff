// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.prices.CallPrices;
import dev.stagedoor.api.prices.CallSpend;
import dev.stagedoor.api.telephony.DialList;
import dev.stagedoor.api.telephony.DialSettings;
import dev.stagedoor.api.telephony.DialView;
import dev.stagedoor.api.telephony.OutboundTrunkRequest;
import dev.stagedoor.api.telephony.OutboundTrunkView;
import dev.stagedoor.client.http.Request;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls out: which there were, whom a tenant's agents may call, by which trunk, and what calls by phone cost. {@link
 * Calls#dial} places one.
 */
public final class Dials {
    private static final String SETTINGS = "dial-settings";
    private static final String PRICES = "call-prices";
    private static final String TRUNK = "outbound-trunk";

    private final Root root;

    Dials(Root root) {
        this.root = root;
    }

    /**
     * Which are listed; null matches any.
     *
     * @param state  {@code dialing}, {@code ringing}, {@code answered}, {@code busy}, {@code no_answer}, {@code failed} or
     *               {@code ended}
     * @param agent  the agent's slug
     * @param called the number that was called
     * @param from   placed at or after this time
     * @param to     placed before this time
     */
    public record Filter(
            @Nullable String state,
            @Nullable String agent,
            @Nullable String called,
            @Nullable Instant from,
            @Nullable Instant to) {
        /** All. */
        public static final Filter ALL = new Filter(null, null, null, null, null);

        private Request on(Request request) {
            return request.with("state", state)
                    .with("agent", agent)
                    .with("called", called)
                    .with("from", from)
                    .with("to", to);
        }
    }

    /** A page of those that match, newest first. */
    public DialList list(Filter filter, PageRequest page) {
        return root.send(filter.on(root.list(page, "dials")), DialList.class);
    }

    /** All that match, page by page. */
    public Stream<DialView> all(Filter filter) {
        return Pages.stream(page -> list(filter, page), DialList::items, DialList::next);
    }

    /** Whom the tenant's agents may call, and how often, with the defaults of what is not set. */
    public DialSettings settings() {
        return root.send(Request.get(root.at(SETTINGS)), DialSettings.class);
    }

    /** Replaces all of it: a null gets its default. Only an operator allows more than before. Calls in progress go on. */
    public DialSettings put(DialSettings settings) {
        return root.send(Request.put(root.at(SETTINGS), settings), DialSettings.class);
    }

    /** What calls by phone cost, by how the called number begins. */
    public CallPrices prices() {
        return root.send(Request.get(root.at(PRICES)), CallPrices.class);
    }

    /** Puts these in the place of all prices. While the settings have a cap, only an operator makes calls cheaper. */
    public CallPrices put(CallPrices prices) {
        return root.send(Request.put(root.at(PRICES), prices), CallPrices.class);
    }

    /** What calls by phone cost today and this month, and what the caps leave. */
    public CallSpend spend() {
        return root.send(Request.get(root.at("call-spend")), CallSpend.class);
    }

    /** The outbound trunk, compared with what the tenant's LiveKit has. */
    public OutboundTrunkView trunk() {
        return root.send(Request.get(root.at(TRUNK)), OutboundTrunkView.class);
    }

    /** Writes the outbound trunk to the tenant's LiveKit, or repairs it. */
    public OutboundTrunkView put(OutboundTrunkRequest trunk) {
        return root.send(Request.put(root.at(TRUNK), trunk), OutboundTrunkView.class);
    }

    /** Takes the outbound trunk out of the tenant's LiveKit; calls in progress go on. */
    public void deleteTrunk() {
        root.transport().send(Request.delete(root.at(TRUNK)));
    }
}
