// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A dispatch's progress, with what is known at that point. */
public sealed interface Phase {
    /** Its status. */
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

    /** Stored; nothing has been sent yet. */
    record Requested() implements Phase {
        @Override
        public Status status() {
            return Status.REQUESTED;
        }
    }

    /** LiveKit has received it, or may have. */
    record Sent() implements Phase {
        @Override
        public Status status() {
            return Status.SENT;
        }
    }

    /** A worker has accepted the job. */
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

    /** The agent has vanished: the current attempt says when and why. */
    record Lost() implements Phase {
        @Override
        public Status status() {
            return Status.LOST;
        }
    }

    /**
     * What was sent is being cleaned up.
     *
     * @param reason why it ends
     * @param since  since when it is being cleaned up
     * @param agent  the agent that had joined, if one had
     */
    record Ending(EndReason reason, Instant since, @Nullable JoinedAgent agent) implements Phase {
        @Override
        public Status status() {
            return Status.ENDING;
        }
    }

    /**
     * Ended: completed if an agent had joined and was not lost, else failed (D1).
     *
     * @param reason  why it ended
     * @param at      when it ended
     * @param agent   the agent that had joined, if one had
     * @param watched whether it may still produce an agent, which is then taken back
     */
    record Ended(EndReason reason, Instant at, @Nullable JoinedAgent agent, boolean watched) implements Phase {
        @Override
        public Status status() {
            return agent == null ? Status.FAILED : Status.COMPLETED;
        }
    }
}
