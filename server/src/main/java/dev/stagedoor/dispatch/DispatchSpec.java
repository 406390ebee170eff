package dev.stagedoor.dispatch;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was promised; it never changes, but that an earlier one has ended may be learnt later.
 *
 * @param room                the room's name on the wire
 * @param newRoom             whether the name was made by us a moment ago, so that nothing can be in it
 * @param agentName           the LiveKit {@code agent_name} to send for
 * @param agentSlug           the tenant's agent of that name, if it was asked for by it: disabled, it is not sent
 * @param metadata            a JSON object for the agent; the dispatch's id and attempt are added to it when it is sent
 * @param roomMetadata        metadata of a room made for it
 * @param emptyTimeout        how long a room made for it stays open while nobody has come
 * @param credentialVersion   the version of the tenant's LiveKit credential that everything of it uses (I2)
 * @param callId              the call it belongs to, if any
 * @param createdAt           when it was asked for
 * @param deadline            when to stop trying
 * @param earlierEndedAt      when the last dispatch of the same room and agent name ended, if there was one: until 15 s
 *                            after that, an agent in the room is not known to be ours before its job shows
 */
public record DispatchSpec(
        String room,
        boolean newRoom,
        String agentName,
        @Nullable String agentSlug,
        String metadata,
        String roomMetadata,
        Duration emptyTimeout,
        long credentialVersion,
        @Nullable String callId,
        Instant createdAt,
        Instant deadline,
        @Nullable Instant earlierEndedAt) {
    DispatchSpec after(@Nullable Instant earlier) {
        return new DispatchSpec(
                room,
                newRoom,
                agentName,
                agentSlug,
                metadata,
                roomMetadata,
                emptyTimeout,
                credentialVersion,
                callId,
                createdAt,
                deadline,
                earlier);
    }
}
