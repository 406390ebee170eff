// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.token.ApiKey;
import java.time.Duration;

/** Asks a LiveKit server whether it accepts a key, by a signed ListRooms for a room that does not exist. */
final class LiveKitProbe {
    private static final String UNUSED_ROOM = "stagedoor-probe";

    private final LiveKitClient client;
    private final Duration timeout;

    LiveKitProbe(LiveKitClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /**
     * Returns if the server accepts the key.
     *
     * @throws Problem {@code credential_rejected}, {@code provider_unavailable}, {@code address_not_allowed}, or {@code
     *     invalid_request} where there is no LiveKit server
     */
    void ask(LiveKitProject proposed) {
        try (ApiKey key = ApiKey.of(proposed.apiKey(), proposed.apiSecret().reveal())) {
            Project project = Project.of(proposed.serverUrl(), key);
            client.rooms(project).within(timeout).listRooms(UNUSED_ROOM);
        } catch (LiveKitException failed) {
            throw LiveKitProblems.ofProbe(failed);
        }
    }
}
