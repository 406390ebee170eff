// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.trunk;

import dev.stagedoor.agents.Agent;
import dev.stagedoor.calls.AgentMetadata;
import dev.stagedoor.db.Hash;
import dev.stagedoor.json.Json;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.sip.DispatchRule;
import dev.stagedoor.livekit.sip.InboundTrunk;
import dev.stagedoor.livekit.sip.Routing;
import dev.stagedoor.livekit.sip.SipCredential;
import dev.stagedoor.vault.OpenCredential;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a number's trunk and rule have to be.
 *
 * @param slug  the tenant's
 * @param agent that answers
 * @param login what the carrier logs in with; empty if with nothing
 */
record Wanted(String slug, Agent agent, Trunk trunk, Optional<OpenCredential> login) {
    /** Rooms of calls by phone are named like this, behind the tenant's prefix. */
    static final String ROOM = "phone";

    /** The attribute of a caller's participant that says which number they called. */
    static final String NUMBER_ATTRIBUTE = "stagedoor.number";

    /** The header by which a carrier's webhook and the call in LiveKit find each other, and its attribute. */
    static final Map<String, String> HEADERS = Map.of("X-Stagedoor-Call", "stagedoor.carrier_call");

    /** LiveKit gives up then, if nobody else did: a caller who hears it ring for longer hangs up. */
    private static final Duration RINGS = Duration.ofSeconds(30);

    private static final Duration EMPTY = Duration.ofMinutes(1);

    /** How the names of the rooms begin. */
    static String prefix(String slug) {
        return slug + '.' + ROOM;
    }

    private String number() {
        return trunk.number();
    }

    private String name() {
        return "stagedoor " + slug + ' ' + number();
    }

    /** By which we know our own, whatever their names. */
    String mark() {
        return Json.text(sorted("stagedoor_tenant", slug, "number", number()));
    }

    /** The agent's metadata; the same for each call, since the rule has it. */
    String metadata() {
        return AgentMetadata.ofRule(slug, agent, Map.of("phone", sorted("direction", "inbound", "to", number())));
    }

    /** In the same order in every process: this is compared with what another one wrote. */
    private static Map<String, String> sorted(String name, String value, String other, String its) {
        return new TreeMap<>(Map.of(name, value, other, its));
    }

    InboundTrunk inbound() {
        return InboundTrunk.forNumbers(number())
                .name(name())
                .metadata(mark())
                .allowedAddresses(trunk.addresses())
                .credential(login.map(Wanted::credential).orElse(null))
                .headersToAttributes(HEADERS)
                .ringingTimeout(RINGS)
                .maxCallDuration(agent.maxCall())
                .build();
    }

    private static SipCredential credential(OpenCredential login) {
        return SipCredential.of(login.attribute("username"), login.secret().revealText());
    }

    /** A room for each call, named by the called number and not by the caller's. */
    DispatchRule rule(String trunkId) {
        return DispatchRule.forTrunks(new Routing.Callee(prefix(slug), "", true), trunkId)
                .name(name())
                .metadata(mark())
                .numbers(List.of(number()))
                .attributes(Map.of(NUMBER_ATTRIBUTE, number()))
                .roomConfig(RoomConfiguration.builder()
                        .emptyTimeout(EMPTY)
                        .agent(RoomAgentDispatch.of(agent.agentName(), metadata()))
                        .build())
                .build();
    }

    /** Of everything that is written. */
    String fingerprint() {
        String all = Json.text(List.of(
                number(),
                trunk.addresses(),
                login.map(one -> one.id() + ' ' + one.which().number()).orElse(""),
                agent.agentName(),
                agent.maxCall().toSeconds(),
                metadata()));
        return Hash.ofContent(all).toString();
    }
}
