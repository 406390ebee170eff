// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.livekit.RestartPolicy;
import dev.stagedoor.livekit.RoomAgentDispatch;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A field of an agent in a token's {@code roomConfig} that not every LiveKit server knows: one that does not rejects the
 * whole token. Learned when the credential is verified, and kept with its version.
 */
public enum AgentField {
    /** What to do when a job fails. */
    RESTART_POLICY,
    /** Which deployment of the agent. */
    DEPLOYMENT,
    /** Attributes of the job. */
    ATTRIBUTES;

    private static final Pattern BETWEEN = Pattern.compile(" ");
    private static final String NOBODY = "stagedoor-probe";

    /** An agent with only this field set. */
    RoomAgentDispatch sample() {
        return switch (this) {
            case RESTART_POLICY -> new RoomAgentDispatch(NOBODY, "", RestartPolicy.NEVER, "", Map.of());
            case DEPLOYMENT -> new RoomAgentDispatch(NOBODY, "", null, "probe", Map.of());
            case ATTRIBUTES -> new RoomAgentDispatch(NOBODY, "", null, "", Map.of("probe", "probe"));
        };
    }

    /** The field in the API. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As an attribute of a credential. */
    static String stored(Set<AgentField> fields) {
        return fields.stream().sorted().map(AgentField::wire).collect(Collectors.joining(" "));
    }

    /** Reads {@link #stored}; fields that this version does not know are left out. */
    static Set<AgentField> read(String stored) {
        Set<String> words = BETWEEN.splitAsStream(stored).collect(Collectors.toSet());
        Set<AgentField> fields = EnumSet.noneOf(AgentField.class);
        Arrays.stream(values()).filter(field -> words.contains(field.wire())).forEach(fields::add);
        return fields;
    }
}
