// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.api.RoomService;
import dev.stagedoor.livekit.token.ApiKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Asks a LiveKit server whether it accepts a key, by a signed ListRooms for a room that does not exist; and which fields it
 * knows, by the same call with a token that has them.
 */
final class LiveKitProbe {
    private static final String UNUSED_ROOM = "stagedoor-probe";

    /** Longer than any answer to a question about no room. */
    private static final int LONGEST_ANSWER = 32 << 10;

    private static final int AT_ONCE = 2;

    /** How many of each tenant are in progress; only tenants that have any. */
    private final ConcurrentMap<TenantId, Integer> asking = new ConcurrentHashMap<>();

    private final LiveKitClient client;
    private final Duration timeout;

    LiveKitProbe(LiveKitClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /**
     * Returns what the server knows, if it accepts the key. A tenant has a few probes at a time: its server may be as
     * slow as it likes.
     *
     * @throws Problem {@code credential_rejected}, {@code provider_unavailable}, {@code address_not_allowed}, {@code
     *     rate_limited}, or {@code invalid_request} where there is no LiveKit server
     */
    Set<AgentField> ask(TenantId tenant, LiveKitProject proposed) {
        if (asking.merge(tenant, 1, Integer::sum) > AT_ONCE) {
            leave(tenant);
            throw Problem.of(ErrorCode.RATE_LIMITED, "Other credentials of this tenant are being verified; try again.")
                    .retryAfter(Duration.ofSeconds(1));
        }
        try {
            return ask(proposed);
        } finally {
            leave(tenant);
        }
    }

    private void leave(TenantId tenant) {
        asking.computeIfPresent(tenant, (key, count) -> count == 1 ? null : count - 1);
    }

    private Set<AgentField> ask(LiveKitProject proposed) {
        try (ApiKey key = ApiKey.of(proposed.apiKey(), proposed.apiSecret().reveal())) {
            Project project = Project.of(proposed.serverUrl(), key);
            RoomService rooms = client.rooms(project).within(timeout).answersUpTo(LONGEST_ANSWER);
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
