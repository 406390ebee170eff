package dev.stagedoor.vault;

import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.token.ApiKey;
import java.time.Duration;

/** Asks a LiveKit server whether it takes a key: a signed ListRooms for a room that nobody has. */
final class LiveKitProbe {
    private static final String NOBODYS_ROOM = "stagedoor-probe";

    private final LiveKitClient client;
    private final Duration timeout;

    LiveKitProbe(LiveKitClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /**
     * Returns when the server has taken the key.
     *
     * @throws Problem {@code credential_rejected}, {@code provider_unavailable}, {@code address_not_allowed}, or {@code
     *     invalid_request} where no LiveKit server answers
     */
    void ask(LiveKitProposal proposal) {
        try (ApiKey key = ApiKey.of(proposal.apiKey(), proposal.apiSecret().reveal())) {
            Project project = Project.of(proposal.serverUrl(), key);
            client.rooms(project).within(timeout).listRooms(NOBODYS_ROOM);
        } catch (LiveKitException failed) {
            throw LiveKitProblems.ofProbe(failed);
        }
    }
}
