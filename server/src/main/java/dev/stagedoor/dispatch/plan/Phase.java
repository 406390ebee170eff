package dev.stagedoor.dispatch.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far a dispatch has got, with what is known at that point. */
public sealed interface Phase {
    /** The word for it. */
    Status status();

    /** The agent that joined; null if none has. */
    default @Nullable JoinedAgent agent() {
        return null;
    }

    /**
     * The agent that stays.
     *
     * @param identity its participant identity
     * @param at       when it was seen in the room
     */
    record JoinedAgent(String identity, Instant at) {}

    /** Stored; nothing has left yet. */
    record Requested() implements Phase {
        @Override
        public Status status() {
            return Status.REQUESTED;
        }
    }

    /** LiveKit has been told, or may have been. */
    record Sent() implements Phase {
        @Override
        public Status status() {
            return Status.SENT;
        }
    }

    /** A worker has taken the job. */
    record Accepted() implements Phase {
        @Override
        public Status status() {
            return Status.ACCEPTED;
        }
    }

    /** The agent is in the room. */
    record Joined(JoinedAgent agent) implements Phase {
        @Override
        public Status status() {
            return Status.JOINED;
        }
    }

    /**
     * What was sent is being taken back.
     *
     * @param reason why it ends
     * @param since  since when it is being taken back
     * @param agent  the agent that had joined, if one had
     */
    record Ending(EndReason reason, Instant since, @Nullable JoinedAgent agent) implements Phase {
        @Override
        public Status status() {
            return Status.ENDING;
        }
    }

    /**
     * Over: completed if an agent had joined, failed if none had (D1).
     *
     * @param reason why it ended
     * @param at     when it ended
     * @param agent  the agent that had joined, if one had
     */
    record Ended(EndReason reason, Instant at, @Nullable JoinedAgent agent) implements Phase {
        @Override
        public Status status() {
            return agent == null ? Status.FAILED : Status.COMPLETED;
        }
    }
}
