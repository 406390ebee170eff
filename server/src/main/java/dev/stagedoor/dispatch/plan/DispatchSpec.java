// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was requested.
 *
 * @param target            which agent, and which room
 * @param briefing          the metadata of the agent and the room
 * @param schedule          its times
 * @param credentialVersion the version of the tenant's LiveKit credential that every call uses (I2)
 * @param callId            the call it belongs to, if any
 * @param whenLost          what to do when its agent vanishes
 */
public record DispatchSpec(
        Target target,
        Briefing briefing,
        Schedule schedule,
        long credentialVersion,
        @Nullable String callId,
        WhenLost whenLost) {
    /** What was requested, of an agent that is replaced when it vanishes. */
    public DispatchSpec(
            Target target, Briefing briefing, Schedule schedule, long credentialVersion, @Nullable String callId) {
        this(target, briefing, schedule, credentialVersion, callId, WhenLost.REPLACED);
    }

    /**
     * What to do when an agent vanishes while people are in the room (D5).
     *
     * @param replaceFailed  whether one that certainly failed is replaced
     * @param replaceUnclear whether one is replaced that is gone while LiveKit does not say why
     */
    public record WhenLost(boolean replaceFailed, boolean replaceUnclear) {
        /** Replaced in both cases. */
        public static final WhenLost REPLACED = new WhenLost(true, true);
    }

    /**
     * Which agent, and which room.
     *
     * @param room      the room's name on the wire
     * @param newRoom   whether the name is newly generated, so the room must be empty
     * @param agentName the LiveKit {@code agent_name} to dispatch
     * @param agentSlug the tenant's agent, if it was requested by its slug: not sent while that agent is disabled
     */
    public record Target(
            String room,
            boolean newRoom,
            String agentName,
            @Nullable String agentSlug) {}

    /**
     * The metadata of the agent and the room.
     *
     * @param metadata     a JSON object for the agent, to which the dispatch's id and attempt are added when it is sent; any
     *     text if it is verbatim
     * @param roomMetadata metadata of a room created for it
     * @param emptyTimeout how long a room created for it stays open while empty
     * @param verbatim     whether the agent gets the metadata unchanged, because a token has it: LiveKit's dispatches of it
     *     then bear no mark of ours
     */
    public record Briefing(String metadata, String roomMetadata, Duration emptyTimeout, boolean verbatim) {
        /** Metadata to which the dispatch's id and attempt are added. */
        public Briefing(String metadata, String roomMetadata, Duration emptyTimeout) {
            this(metadata, roomMetadata, emptyTimeout, false);
        }

        /** Metadata that is passed on unchanged. */
        public static Briefing verbatim(String metadata, Duration emptyTimeout) {
            return new Briefing(metadata, "", emptyTimeout, true);
        }
    }

    /**
     * Its times.
     *
     * @param createdAt      when it was requested
     * @param deadline       when to stop trying
     * @param joinTimeout    how long after an attempt was sent its agent may take to join, once a worker has taken it
     * @param earlierEndedAt when the last dispatch of the same room and agent name ended, if there was one: until 15 s
     *     after that, an agent in the room counts as ours only once its job shows
     */
    public record Schedule(
            Instant createdAt,
            Instant deadline,
            Duration joinTimeout,
            @Nullable Instant earlierEndedAt) {
        /** Requested now, with a time limit for finding a worker and one for its agent to join. */
        public static Schedule from(Instant now, Duration patience, Duration joinTimeout) {
            return new Schedule(now, now.plus(patience), joinTimeout, null);
        }
    }

    /** The room's name on the wire. */
    public String room() {
        return target.room();
    }

    /** The LiveKit {@code agent_name} to dispatch. */
    public String agentName() {
        return target.agentName();
    }

    /** With the time at which an earlier dispatch of its room and agent name ended. */
    public DispatchSpec after(@Nullable Instant earlier) {
        Schedule known = new Schedule(schedule.createdAt(), schedule.deadline(), schedule.joinTimeout(), earlier);
        return new DispatchSpec(target, briefing, known, credentialVersion, callId, whenLost);
    }
}
