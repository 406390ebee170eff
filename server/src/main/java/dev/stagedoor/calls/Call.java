// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.agents.Agent;
import dev.stagedoor.events.Event;
import dev.stagedoor.events.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call; {@code ending} is null while it is open. */
public record Call(
        CallId id,
        String agentSlug,
        Mode mode,
        User user,
        Room room,
        Limits limits,
        @Nullable Ending ending) {

    /** How the user takes part. */
    public enum Mode {
        VOICE("VOICE"),
        TEXT("TEXT");

        private final String stored;

        Mode(String stored) {
            this.stored = stored;
        }

        /** The value in the table. */
        String stored() {
            return stored;
        }
    }

    /** Whose call it is, by the tenant's ids; the agent gets all of them. */
    public record User(
            String id, @Nullable String sessionId, @Nullable String conversationId) {}

    /**
     * The call's room.
     *
     * @param name              the room's name on the wire
     * @param credentialVersion the version of the tenant's LiveKit credential that the whole call uses (I2)
     */
    public record Room(String name, long credentialVersion) {}

    /**
     * The call's time limit.
     *
     * @param reserved  agent time reserved in the tenant's budget until the call ends
     * @param mustEndAt when the server ends the call at the latest
     */
    public record Limits(Instant createdAt, Duration reserved, Instant mustEndAt) {}

    /**
     * When and why it ended.
     *
     * @param closesRoom whether its room is still to be closed
     */
    public record Ending(Instant at, CallEnd why, boolean closesRoom) {}

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
    public record Found(
            String room, Agent agent, String metadata, User user, long credentialVersion, Duration patience) {}

    /** That it began. */
    Event started() {
        return Event.of(EventType.CALL_STARTED, id.value(), Map.of("agent", agentSlug, "mode", word(mode)));
    }

    /** That it ended, after that time with its agent. */
    Event ended(CallEnd why, Duration used) {
        return Event.of(
                EventType.CALL_ENDED,
                id.value(),
                Map.of("agent", agentSlug, "mode", word(mode), "reason", why.wire(), "seconds", used.toSeconds()));
    }

    private static String word(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is in progress. */
    public boolean open() {
        return ending == null;
    }

    /** Whether it has ended and its room is still to be closed. */
    boolean closesRoom() {
        return ending != null && ending.closesRoom();
    }

    /** Whether it had ended before that time. */
    boolean endedBefore(Instant time) {
        return ending != null && ending.at().isBefore(time);
    }
}
