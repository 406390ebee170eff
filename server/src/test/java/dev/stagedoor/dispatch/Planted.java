// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.dispatch.plan.ReplacementTiming;
import java.time.Duration;
import java.time.Instant;

/** A fault in how vanished agents are replaced, or rooms watched. A simulation that finds none of them would prove nothing. */
enum Planted {
    NOTHING,
    /** A killed agent is taken for one that answers, until LiveKit lists it no more. */
    SILENCE_UNNOTICED,
    /** Answers are lost, all but the first. */
    ANSWERS_LOST,
    /** The agent that was replaced stays, if it comes back. */
    NOBODY_REMOVED,
    /** A suspended tenant gets replacements. */
    ALWAYS_ALLOWED,
    /** A room that is watched is said to be as it was, whatever happens in it. */
    CHANGES_UNNOTICED,
    /** The first agent that is lost is one too many. */
    NO_BUDGET,
    /** The pauses between replacements are hours. */
    ENDLESS_PAUSES;

    DispatchTiming in(DispatchTiming usual) {
        ReplacementTiming replacement = usual.replacement();
        return switch (this) {
            case NO_BUDGET -> with(usual, replacing(replacement, 0, replacement.pause(), replacement.longestPause()));
            case ENDLESS_PAUSES ->
                with(
                        usual,
                        replacing(replacement, replacement.perDispatch(), Duration.ofHours(1), Duration.ofHours(1)));
            default -> usual;
        };
    }

    private static ReplacementTiming replacing(ReplacementTiming usual, int most, Duration pause, Duration longest) {
        return new ReplacementTiming(usual.askInterval(), most, usual.perTenant(), usual.window(), pause, longest);
    }

    private static DispatchTiming with(DispatchTiming usual, ReplacementTiming replacement) {
        return new DispatchTiming(
                usual.deadline(),
                usual.attemptTimeout(),
                usual.warmAttemptTimeout(),
                usual.quietPeriod(),
                usual.pollInitial(),
                usual.pollInterval(),
                usual.watchInterval(),
                usual.lookInterval(),
                usual.settlePeriod(),
                usual.lateAgentPeriod(),
                usual.aftercare(),
                usual.initialBackoff(),
                usual.maxBackoff(),
                usual.cleanupTimeout(),
                replacement);
    }

    /** Whether the node hears that a room has changed, if it has. */
    boolean hears(boolean changed) {
        return changed && this != CHANGES_UNNOTICED;
    }

    LiveKitRooms in(LiveKitRooms rooms) {
        return new PassedOn(rooms) {
            private int answers;

            @Override
            public boolean isAsItWas(String room, Instant then) {
                return super.isAsItWas(room, then) || Planted.this == CHANGES_UNNOTICED;
            }

            @Override
            public Answer ask(String room, String identity, Duration patience) {
                Answer answer = super.ask(room, identity, patience);
                return switch (Planted.this) {
                    case SILENCE_UNNOTICED -> Answer.HEARD;
                    case ANSWERS_LOST -> answers++ == 0 ? answer : Answer.SILENT;
                    default -> answer;
                };
            }

            @Override
            public void removeParticipant(String room, String identity) {
                if (Planted.this == NOBODY_REMOVED) {
                    // As a call that is answered: it counts.
                    super.look(room);
                } else {
                    super.removeParticipant(room, identity);
                }
            }
        };
    }
}
