// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import dev.stagedoor.livekit.RoomAgentDispatch;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dispatch rule as the server has it (LiveKit's {@code SIPDispatchRuleInfo}), written by anyone. PINs in the server's
 * answer are not kept.
 *
 * @param sipDispatchRuleId {@code SDR_…}
 * @param name for people
 * @param metadata of the participant
 * @param rule which room
 * @param trunkIds the trunks it serves; see {@link #wildcard}
 * @param numbers the numbers called
 * @param inboundNumbers the callers' numbers
 * @param hidePhoneNumber whether the room does not see the numbers
 * @param attributes of the participant
 * @param roomConfig how the room is created; null if the rule does not say
 */
public record DispatchRuleInfo(
        String sipDispatchRuleId,
        String name,
        String metadata,
        @Nullable Rule rule,
        List<String> trunkIds,
        List<String> numbers,
        List<String> inboundNumbers,
        boolean hidePhoneNumber,
        Map<String, String> attributes,
        @Nullable Rooming roomConfig) {

    public DispatchRuleInfo {
        sipDispatchRuleId = Some.orEmpty(sipDispatchRuleId);
        name = Some.orEmpty(name);
        metadata = Some.orEmpty(metadata);
        trunkIds = Some.orNone(trunkIds);
        numbers = Some.orNone(numbers);
        inboundNumbers = Some.orNone(inboundNumbers);
        attributes = Some.orNone(attributes);
    }

    /** Whether it admits calls that no trunk matched, from anyone to any number. Stagedoor never writes such a rule. */
    public boolean wildcard() {
        return trunkIds.isEmpty();
    }

    /** The agents that a new room starts with. */
    public List<RoomAgentDispatch> agents() {
        return roomConfig == null ? List.of() : roomConfig.agents();
    }

    /**
     * Which room; one of the three is set.
     *
     * @param dispatchRuleDirect one room for all
     * @param dispatchRuleIndividual a room for each caller
     * @param dispatchRuleCallee a room for each number called
     */
    public record Rule(
            @Nullable Direct dispatchRuleDirect,
            @Nullable Prefixed dispatchRuleIndividual,
            @Nullable Prefixed dispatchRuleCallee) {}

    /** One room for all callers. */
    public record Direct(String roomName) {
        public Direct {
            roomName = Some.orEmpty(roomName);
        }
    }

    /**
     * Rooms whose names start alike.
     *
     * @param roomPrefix what they start with
     * @param noRandomness of a room for each caller
     * @param randomize of a room for each number called
     */
    public record Prefixed(String roomPrefix, boolean noRandomness, boolean randomize) {
        public Prefixed {
            roomPrefix = Some.orEmpty(roomPrefix);
        }
    }

    /** The part of the room's configuration that concerns its agents. */
    public record Rooming(List<RoomAgentDispatch> agents) {
        public Rooming {
            agents = Some.orNone(agents);
        }
    }
}
