// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import dev.stagedoor.livekit.RoomConfiguration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where calls of some trunks go (LiveKit's {@code SIPDispatchRuleInfo}).
 *
 * @param name for people
 * @param metadata of the participant that the call becomes
 * @param routing which room
 * @param trunkIds the trunks it serves, at least one: a rule without any serves calls that no trunk matched, so
 *     whoever reaches the server gets a room and its agents
 * @param numbers the numbers called, E.164; all of the trunks' if empty. Servers before protocol 1.44 ignore it
 * @param inboundNumbers the callers' numbers, E.164; all if empty
 * @param hidePhoneNumber whether the room must not see the numbers. The participant's identity is then a short hash
 *     without a salt, and the room's name still ends with the caller's last four digits
 * @param attributes of the participant
 * @param roomConfig how to create the room, with its agents; a room that lives ignores it
 */
public record DispatchRule(
        String name,
        String metadata,
        Routing routing,
        List<String> trunkIds,
        List<String> numbers,
        List<String> inboundNumbers,
        boolean hidePhoneNumber,
        Map<String, String> attributes,
        @Nullable RoomConfiguration roomConfig) {
    private static final Pattern TRUNK = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** Refuses a rule that would serve everyone, and numbers that would never match. */
    public DispatchRule {
        SipText.line("name", name);
        trunkIds.forEach(id -> SipText.require(TRUNK.matcher(id).matches(), "trunkIds", "ids of trunks", id));
        trunkIds = List.copyOf(trunkIds);
        numbers = SipText.numbers("numbers", numbers);
        inboundNumbers = SipText.numbers("inboundNumbers", inboundNumbers);
        attributes = Map.copyOf(attributes);
        if (trunkIds.isEmpty()) {
            throw new IllegalArgumentException("trunkIds is empty: such a rule admits anonymous calls to any number");
        }
    }

    /** A rule for calls of these trunks. */
    public static Builder forTrunks(Routing routing, String firstTrunkId, String... more) {
        return new Builder(routing, firstTrunkId, more);
    }

    /** Sets what differs from the server's defaults. */
    public static final class Builder {
        private final Routing routing;
        private final List<String> trunkIds;
        private String name = "";
        private String metadata = "";
        private List<String> numbers = List.of();
        private List<String> inboundNumbers = List.of();
        private boolean hidePhoneNumber;
        private Map<String, String> attributes = Map.of();
        private @Nullable RoomConfiguration roomConfig;

        private Builder(Routing routing, String firstTrunkId, String... more) {
            this.routing = routing;
            this.trunkIds = Some.of(firstTrunkId, more);
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder metadata(String value) {
            metadata = value;
            return this;
        }

        public Builder numbers(List<String> value) {
            numbers = value;
            return this;
        }

        public Builder inboundNumbers(List<String> value) {
            inboundNumbers = value;
            return this;
        }

        public Builder hidePhoneNumber(boolean value) {
            hidePhoneNumber = value;
            return this;
        }

        public Builder attributes(Map<String, String> value) {
            attributes = value;
            return this;
        }

        public Builder roomConfig(@Nullable RoomConfiguration value) {
            roomConfig = value;
            return this;
        }

        /**
         * The rule.
         *
         * @throws IllegalArgumentException naming the field that does not fit
         */
        public DispatchRule build() {
            return new DispatchRule(
                    name,
                    metadata,
                    routing,
                    trunkIds,
                    numbers,
                    inboundNumbers,
                    hidePhoneNumber,
                    attributes,
                    roomConfig);
        }
    }
}
