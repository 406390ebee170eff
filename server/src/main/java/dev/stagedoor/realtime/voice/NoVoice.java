// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.voice;

import dev.stagedoor.kernel.Problem;
import java.util.Objects;

/**
 * Why there is no voice, or no longer.
 *
 * @param reason  for programs: {@code no_bridge}
 * @param message for people
 */
public record NoVoice(String reason, String message) {
    static final NoVoice NO_BRIDGE = new NoVoice("no_bridge", "This server has no voice bridge.");
    static final NoVoice NO_AGENT = new NoVoice("no_agent", "The chat's agent is not available to this user.");
    static final NoVoice NO_VOICE = new NoVoice("agent_without_voice", "The agent has no voice.");
    static final NoVoice NO_PROJECT = new NoVoice("no_project", "The tenant has no LiveKit project.");
    static final NoVoice NOT_PERMITTED =
            new NoVoice("not_permitted_by_policy", "The tenant's policy lets nobody publish or subscribe.");
    static final NoVoice UNREACHABLE = new NoVoice("bridge_unreachable", "The voice bridge cannot be reached.");
    static final NoVoice NOT_JOINED = new NoVoice("agent_did_not_join", "The agent did not join in time.");
    static final NoVoice FAILED = new NoVoice("internal", "Internal error.");

    static NoVoice of(Problem problem) {
        return new NoVoice(
                problem.code().wire(),
                Objects.requireNonNullElse(problem.detail(), problem.code().title()));
    }

    /** What the bridge, or the room, said last. */
    static NoVoice ended(String why) {
        return new NoVoice("ended", "The voice call has ended: " + why + '.');
    }

    /** Says so from wherever a voice cannot begin, or go on. */
    static final class Because extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient NoVoice why;

        Because(NoVoice why) {
            super(why.message(), null, false, false);
            this.why = why;
        }

        NoVoice why() {
            return why;
        }
    }
}
