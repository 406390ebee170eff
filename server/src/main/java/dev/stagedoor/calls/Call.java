package dev.stagedoor.calls;

import dev.stagedoor.api.calls.CallMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call.
 *
 * @param room              the room's name on the wire
 * @param credentialVersion the version of the tenant's LiveKit credential that everything of it uses (I2)
 * @param reserved          agent time set aside for it in the tenant's budget until it ends
 * @param mustEndAt         when it is ended if it has not ended by itself
 */
public record Call(
        CallId id,
        String agentSlug,
        CallMode mode,
        String userId,
        String room,
        @Nullable String sessionId,
        @Nullable String conversationId,
        long credentialVersion,
        Duration reserved,
        Instant createdAt,
        Instant mustEndAt,
        @Nullable Instant endedAt,
        @Nullable CallEnd end) {

    /** Whether it is under way. */
    public boolean open() {
        return endedAt == null;
    }
}
