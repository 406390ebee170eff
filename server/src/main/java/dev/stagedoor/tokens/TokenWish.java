// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.api.tenants.GrantName;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.TrackSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for a token; what is null or empty is left to the tenant's policy.
 *
 * @param room   with or without the tenant's prefix; null for a random one
 * @param agents for the room, by slug or LiveKit's {@code agent_name}
 */
public record TokenWish(
        @Nullable String room,
        Who who,
        Grants grants,
        @Nullable RoomConfiguration roomConfiguration,
        List<RoomAgentDispatch> agents,
        @Nullable Duration ttl) {
    /** A request that leaves everything to the policy. */
    public static final TokenWish ANYTHING = new TokenWish(null, Who.ANYBODY, Grants.USUAL, null, List.of(), null);

    public TokenWish {
        agents = List.copyOf(agents);
    }

    /** The participant: a null identity becomes a random one, a null name the identity. */
    public record Who(
            @Nullable String identity,
            @Nullable String name,
            @Nullable String metadata,
            Map<String, String> attributes) {
        /** A participant with a random identity. */
        public static final Who ANYBODY = new Who(null, null, null, Map.of());

        public Who {
            attributes = Map.copyOf(attributes);
        }
    }

    /** Requested or declined grants; no sources means all sources. */
    public record Grants(Map<GrantName, Boolean> flags, List<TrackSource> sources) {
        /** The policy's defaults. */
        public static final Grants USUAL = new Grants(Map.of(), List.of());

        public Grants {
            flags = Map.copyOf(flags);
            sources = List.copyOf(sources);
        }

        boolean asksFor(GrantName grant) {
            return Boolean.TRUE.equals(flags.get(grant));
        }
    }
}
