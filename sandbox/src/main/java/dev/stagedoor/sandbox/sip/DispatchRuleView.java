// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import dev.stagedoor.sandbox.AgentSpec;
import dev.stagedoor.sandbox.RoomSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dispatch rule: LiveKit's {@code SIPDispatchRuleInfo}.
 *
 * @param id {@code SDR_…}; empty in a request
 * @param routing which room; null if the request had none
 * @param trunkIds none for calls that no trunk matched
 * @param numbers the numbers called; all if empty
 * @param inboundNumbers the callers' numbers; all if empty
 * @param roomConfig how to create the room; null for the defaults
 */
public record DispatchRuleView(
        String id,
        @Nullable Routing routing,
        List<String> trunkIds,
        boolean hidePhoneNumber,
        List<String> inboundNumbers,
        List<String> numbers,
        String name,
        String metadata,
        Map<String, String> attributes,
        String roomPreset,
        @Nullable RoomSpec roomConfig,
        boolean krispEnabled,
        String mediaEncryption) {
    /** Copies lists and the map. */
    public DispatchRuleView {
        trunkIds = List.copyOf(trunkIds);
        inboundNumbers = List.copyOf(inboundNumbers);
        numbers = List.copyOf(numbers);
        attributes = Map.copyOf(attributes);
    }

    /** A room for each caller, whose name starts with {@code prefix}, for calls of these trunks. */
    public static DispatchRuleView individual(String prefix, String... trunkIds) {
        return of(new Routing(Kind.INDIVIDUAL, prefix, "", false), trunkIds);
    }

    /** One room for calls of these trunks. */
    public static DispatchRuleView direct(String room, String... trunkIds) {
        return of(new Routing(Kind.DIRECT, room, "", false), trunkIds);
    }

    /** Any routing for calls of these trunks. */
    public static DispatchRuleView of(Routing routing, String... trunkIds) {
        return new DispatchRuleView(
                "",
                routing,
                List.of(trunkIds),
                false,
                List.of(),
                List.of(),
                "",
                "",
                Map.of(),
                "",
                null,
                false,
                "SIP_MEDIA_ENCRYPT_DISABLE");
    }

    DispatchRuleView withId(String other) {
        return with(other, hidePhoneNumber, numbers, roomConfig);
    }

    /** The same rule, hiding numbers from the room. */
    public DispatchRuleView hidingNumbers() {
        return with(id, true, numbers, roomConfig);
    }

    /** The same rule, for calls to these numbers only. */
    public DispatchRuleView to(String... called) {
        return with(id, hidePhoneNumber, List.of(called), roomConfig);
    }

    /** The same rule, whose rooms start with these agents. */
    public DispatchRuleView withAgents(AgentSpec... agents) {
        return with(id, hidePhoneNumber, numbers, RoomSpec.named("").withAgents(agents));
    }

    private DispatchRuleView with(String other, boolean hide, List<String> called, @Nullable RoomSpec rooms) {
        return new DispatchRuleView(
                other,
                routing,
                trunkIds,
                hide,
                inboundNumbers,
                called,
                name,
                metadata,
                attributes,
                roomPreset,
                rooms,
                krispEnabled,
                mediaEncryption);
    }

    /** The kinds of routing. */
    public enum Kind {
        DIRECT(0),
        INDIVIDUAL(1),
        CALLEE(2);

        /** LiveKit prefers the lower. */
        final int rank;

        Kind(int rank) {
            this.rank = rank;
        }
    }

    /**
     * Which room.
     *
     * @param kind null for a rule of no known kind, which LiveKit refuses later than one without a rule
     * @param room the room's name, or what it starts with
     * @param pin what the caller must key in, or empty
     * @param flag {@code no_randomness} of an individual rule, {@code randomize} of a callee rule
     */
    public record Routing(@Nullable Kind kind, String room, String pin, boolean flag) {}
}
