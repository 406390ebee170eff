// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import dev.stagedoor.livekit.sip.CreateSipParticipant;
import dev.stagedoor.livekit.sip.DispatchRule;
import dev.stagedoor.livekit.sip.DispatchRuleInfo;
import dev.stagedoor.livekit.sip.InboundTrunk;
import dev.stagedoor.livekit.sip.InboundTrunkInfo;
import dev.stagedoor.livekit.sip.OutboundTrunk;
import dev.stagedoor.livekit.sip.OutboundTrunkInfo;
import dev.stagedoor.livekit.sip.SipJson;
import dev.stagedoor.livekit.sip.SipParticipant;
import dev.stagedoor.livekit.sip.SipTransfer;
import dev.stagedoor.livekit.sip.TransferSipParticipant;
import dev.stagedoor.livekit.token.ServerGrant;
import dev.stagedoor.livekit.token.VideoGrant;
import dev.stagedoor.livekit.wire.JsonBytes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Telephony: trunks, dispatch rules and calls (LiveKit's {@code SIP} service). Every method calls the server once and
 * throws {@link LiveKitException}. A self-hosted server without Redis answers all of them with 500.
 *
 * <p>Trunks and rules belong to the server, not to a key: on a shared server every key with {@link
 * ServerGrant#SIP_ADMIN} sees and changes all of them, and the server's refusals quote other trunks' and rules' ids and
 * names. Its messages are not for tenants.
 *
 * <p>DTMF has no method: a participant of the room publishes it.
 */
public final class SipService {
    private static final byte[] TRUNK = JsonBytes.name("trunk");
    private static final byte[] TRUNK_IDS = JsonBytes.name("trunkIds");
    private static final byte[] NUMBERS = JsonBytes.name("numbers");
    private static final byte[] REPLACE = JsonBytes.name("replace");
    private static final byte[] DISPATCH_RULE = JsonBytes.name("dispatchRule");
    private static final byte[] DISPATCH_RULE_IDS = JsonBytes.name("dispatchRuleIds");
    private static final byte[] SIP_TRUNK_ID = JsonBytes.name("sipTrunkId");
    private static final byte[] SIP_DISPATCH_RULE_ID = JsonBytes.name("sipDispatchRuleId");

    /** For the server to notice that it stopped ringing, and to say so. */
    private static final Duration BEYOND_RINGING = Duration.ofSeconds(10);

    private final Twirp.Target target;

    SipService(Twirp.Target target) {
        this.target = target;
    }

    /** The same service with another deadline per call, which includes name lookup and connecting. */
    public SipService within(Duration timeout) {
        return new SipService(target.within(timeout));
    }

    /** The same service for a server that is not trusted: an answer longer than that many bytes is refused unread. */
    public SipService answersUpTo(int bytes) {
        return new SipService(target.upTo(bytes));
    }

    /**
     * Creates an inbound trunk. Not safe to repeat: the server refuses an exact duplicate with 400, but takes the same
     * number spelled otherwise, and then answers each call to it with 503.
     */
    public InboundTrunkInfo createInboundTrunk(InboundTrunk trunk) {
        var body = new JsonBytes().open();
        SipJson.write(body, TRUNK, trunk);
        return administer("CreateSIPInboundTrunk", body, InboundTrunkInfo.class);
    }

    /** All inbound trunks of the server. */
    public List<InboundTrunkInfo> listInboundTrunks() {
        return listInboundTrunks(List.of(), List.of());
    }

    /**
     * Some inbound trunks.
     *
     * @param ids only these; all if empty. Ids that do not exist are left out
     * @param numbers only trunks that take calls to one of these, however they spell it, among them each trunk that
     *     takes calls to any number; all if empty
     */
    public List<InboundTrunkInfo> listInboundTrunks(List<String> ids, List<String> numbers) {
        return administer("ListSIPInboundTrunk", trunks(ids, numbers), InboundTrunks.class)
                .items();
    }

    /** Replaces an inbound trunk whole, its password too: without a credential it has none. 404 if there is none. */
    public InboundTrunkInfo replaceInboundTrunk(String id, InboundTrunk trunk) {
        var body = of(SIP_TRUNK_ID, id);
        SipJson.write(body, REPLACE, trunk);
        return administer("UpdateSIPInboundTrunk", body, InboundTrunkInfo.class);
    }

    /** Creates an outbound trunk. Not safe to repeat: each call adds another. */
    public OutboundTrunkInfo createOutboundTrunk(OutboundTrunk trunk) {
        var body = new JsonBytes().open();
        SipJson.write(body, TRUNK, trunk);
        return administer("CreateSIPOutboundTrunk", body, OutboundTrunkInfo.class);
    }

    /** All outbound trunks of the server. */
    public List<OutboundTrunkInfo> listOutboundTrunks() {
        return listOutboundTrunks(List.of(), List.of());
    }

    /**
     * Some outbound trunks.
     *
     * @param ids only these; all if empty. Ids that do not exist are left out
     * @param numbers only trunks that call from one of these, spelled alike; all if empty
     */
    public List<OutboundTrunkInfo> listOutboundTrunks(List<String> ids, List<String> numbers) {
        return administer("ListSIPOutboundTrunk", trunks(ids, numbers), OutboundTrunks.class)
                .items();
    }

    /** Replaces an outbound trunk whole, its password too: without a credential it has none. 404 if there is none. */
    public OutboundTrunkInfo replaceOutboundTrunk(String id, OutboundTrunk trunk) {
        var body = of(SIP_TRUNK_ID, id);
        SipJson.write(body, REPLACE, trunk);
        return administer("UpdateSIPOutboundTrunk", body, OutboundTrunkInfo.class);
    }

    /** Deletes a trunk of either kind. A trunk that does not exist is no error, and the server does not tell. */
    public void deleteTrunk(String id) {
        administer("DeleteSIPTrunk", of(SIP_TRUNK_ID, id), Twirp.Nothing.class);
    }

    /** Creates a dispatch rule. The server refuses one for the same trunk, numbers and PIN as another with 400. */
    public DispatchRuleInfo createDispatchRule(DispatchRule rule) {
        var body = new JsonBytes().open();
        SipJson.write(body, DISPATCH_RULE, rule);
        return administer("CreateSIPDispatchRule", body, DispatchRuleInfo.class);
    }

    /** All dispatch rules of the server. */
    public List<DispatchRuleInfo> listDispatchRules() {
        return listDispatchRules(List.of(), List.of());
    }

    /**
     * Some dispatch rules.
     *
     * @param ids only these; all if empty. Ids that do not exist are left out
     * @param trunkIds only rules for one of these, among them each rule for every trunk; all if empty
     */
    public List<DispatchRuleInfo> listDispatchRules(List<String> ids, List<String> trunkIds) {
        var body = new JsonBytes().open();
        SipJson.writeList(body, DISPATCH_RULE_IDS, ids);
        SipJson.writeList(body, TRUNK_IDS, trunkIds);
        return administer("ListSIPDispatchRule", body, DispatchRules.class).items();
    }

    /** Replaces a dispatch rule whole. 404 if there is none. */
    public DispatchRuleInfo replaceDispatchRule(String id, DispatchRule rule) {
        var body = of(SIP_DISPATCH_RULE_ID, id);
        SipJson.write(body, REPLACE, rule);
        return administer("UpdateSIPDispatchRule", body, DispatchRuleInfo.class);
    }

    /** Deletes a dispatch rule; returns whether it existed. */
    public boolean deleteDispatchRule(String id) {
        try {
            administer("DeleteSIPDispatchRule", of(SIP_DISPATCH_RULE_ID, id), Twirp.Nothing.class);
            return true;
        } catch (LiveKitException.NotFound e) {
            return false;
        }
    }

    /**
     * Places a call. Not safe to repeat: each try dials. If the request waits for the answer, the deadline is at least
     * the ringing timeout and ten seconds.
     *
     * <p>Without waiting, the server answers as soon as it dials; a failure then shows as the participant leaving.
     *
     * @throws LiveKitException.CallFailed if the other end turned the call down
     * @throws LiveKitException.NotFound if there is no such trunk
     * @throws LiveKitException.ServerFailed with 408 if nobody answered or nothing was there, though the telephone may
     *     have rung; with 503 "no response from servers" after a second if no LiveKit SIP service runs
     */
    public SipParticipant createSipParticipant(CreateSipParticipant request) {
        var body = new JsonBytes().open();
        SipJson.write(body, request);
        var patient = request.waitUntilAnswered() ? outlasting(request.ringingTimeout()) : target;
        return patient.call(
                "SIP", "CreateSIPParticipant", body, Twirp.anywhere(ServerGrant.SIP_CALL), SipParticipant.class);
    }

    /**
     * Hands a call over, and waits for the other end to take it: the deadline is at least the ringing timeout and ten
     * seconds. Never repeat it. After 408 the call goes on and its transfer can still happen: look for the participant.
     *
     * @throws LiveKitException.NotFound if there is no such participant
     * @throws LiveKitException.InvalidRequest if the participant is no call
     */
    public SipTransfer transferSipParticipant(TransferSipParticipant request) {
        var body = new JsonBytes().open();
        SipJson.write(body, request);
        var grants =
                new Twirp.Grants(VideoGrant.administering(request.roomName()).build(), ServerGrant.SIP_CALL);
        return outlasting(request.ringingTimeout())
                .call("SIP", "TransferSIPParticipant", body, grants, SipTransfer.class);
    }

    private Twirp.Target outlasting(Duration ringing) {
        var least = ringing.plus(BEYOND_RINGING);
        return target.timeout().compareTo(least) < 0 ? target.within(least) : target;
    }

    private static JsonBytes of(byte[] field, String id) {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("id is empty");
        }
        return new JsonBytes().open().text(field, id);
    }

    private static JsonBytes trunks(List<String> ids, List<String> numbers) {
        var body = new JsonBytes().open();
        SipJson.writeList(body, TRUNK_IDS, ids);
        SipJson.writeList(body, NUMBERS, numbers);
        return body;
    }

    private <T> T administer(String method, JsonBytes body, Class<T> answer) {
        return target.call("SIP", method, body, Twirp.anywhere(ServerGrant.SIP_ADMIN), answer);
    }

    record InboundTrunks(List<InboundTrunkInfo> items) implements Twirp.Listing {
        InboundTrunks {
            items = present(items);
        }
    }

    record OutboundTrunks(List<OutboundTrunkInfo> items) implements Twirp.Listing {
        OutboundTrunks {
            items = present(items);
        }
    }

    record DispatchRules(List<DispatchRuleInfo> items) implements Twirp.Listing {
        DispatchRules {
            items = present(items);
        }
    }

    /** Some servers answer null for an id that does not exist. */
    private static <T> List<T> present(List<T> items) {
        return items == null
                ? List.of()
                : items.stream().filter(Objects::nonNull).toList();
    }
}
