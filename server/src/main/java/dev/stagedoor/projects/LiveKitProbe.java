// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.api.RoomService;
import dev.stagedoor.livekit.token.ApiKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Asks a LiveKit server whether it accepts a key, by a signed ListRooms for a room that does not exist; and which fields it
 * knows, by the same call with a token that has them.
 */
final class LiveKitProbe {
    private static final String UNUSED_ROOM = "stagedoor-probe";

    private final LiveKitClient client;
    private final Duration timeout;

    LiveKitProbe(LiveKitClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /**
     * Returns what the server knows, if it accepts the key.
     *
     * @throws Problem {@code credential_rejected}, {@code provider_unavailable}, {@code address_not_allowed}, or {@code
     *     invalid_request} where there is no LiveKit server
     */
    Set<AgentField> ask(LiveKitProject proposed) {
        try (ApiKey key = ApiKey.of(proposed.apiKey(), proposed.apiSecret().reveal())) {
            Project project = Project.of(proposed.serverUrl(), key);
            RoomService rooms = client.rooms(project).within(timeout);
            rooms.listRooms(UNUSED_ROOM);
            Set<AgentField> known = EnumSet.allOf(AgentField.class);
            known.removeIf(field -> !knows(rooms, field));
            return known;
        } catch (LiveKitException failed) {
            throw LiveKitProblems.ofProbe(failed);
        }
    }

    /** The key is accepted, so a rejected token is one that the server cannot read. */
    private static boolean knows(RoomService rooms, AgentField field) {
        try {
            rooms.carrying(RoomConfiguration.builder().agent(field.sample()).build())
                    .listRooms(UNUSED_ROOM);
            return true;
        } catch (LiveKitException.CredentialRejected unknownField) {
            return false;
        }
    }
}
