// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.agents.Agent;
import java.time.Duration;

/**
 * A call that LiveKit began by itself: a dispatch rule put a caller into a new room, and started its agent there.
 *
 * @param room              its name on the wire
 * @param agent             that LiveKit sends for
 * @param metadata          of the agent, as LiveKit gives it
 * @param user              whose participant is in the room
 * @param credentialVersion the version of the tenant's LiveKit credential by which it was found (I2)
 * @param patience          how long the agent may take: then the call ends
 */
public record FoundCall(
        String room, Agent agent, String metadata, Call.User user, long credentialVersion, Duration patience) {}
