// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.dispatch.plan.Given;
import dev.stagedoor.dispatch.plan.Status;
import dev.stagedoor.sandbox.ParticipantView;
import dev.stagedoor.sandbox.SandboxRefusal;
import dev.stagedoor.sandbox.SandboxState;
import org.jspecify.annotations.Nullable;

/** D5: once all troubles are over, an agent that is killed in front of a person is soon replaced by one that answers. */
final class LastKill {
    private static final int AT = Histories.TROUBLE_UNTIL + 2;
    /** The longest pause after five losses, and what a cold LiveKit takes. */
    private static final int REPLACED_AT = AT + 19;

    private static final int MOST_LOST = 6;

    private final SandboxState livekit;
    private @Nullable String killed;
    private boolean checked;

    LastKill(SandboxState livekit) {
        this.livekit = livekit;
    }

    /** Whether an agent was killed and its replacement looked for. */
    boolean isChecked() {
        return checked;
    }

    /** An agent that is known to answer. */
    boolean isDue(double second, Dispatch dispatch) {
        String agent = dispatch.joined();
        return killed == null
                && second > AT
                && second < AT + 1
                && agent != null
                && dispatch.status() == Status.JOINED
                && dispatch.contact().heardAt() != null
                && answers(livekit, agent);
    }

    void happen(Dispatch dispatch) {
        livekit.join(Given.ROOM, "alice");
        killed = dispatch.joined();
        livekit.vanish(Given.ROOM, String.valueOf(killed));
    }

    void check(double second, Dispatch dispatch) {
        if (killed == null || checked || second < REPLACED_AT) {
            return;
        }
        checked = true;
        long lost = dispatch.attempts().stream()
                .filter(attempt -> attempt.lost() != null)
                .count();
        if (lost >= MOST_LOST && dispatch.end() == EndReason.AGENT_LOST) {
            return;
        }
        assertThat(dispatch.status())
                .as("after %s was killed: %s", killed, dispatch)
                .isEqualTo(Status.JOINED);
        assertThat(dispatch.joined())
                .as("after %s was killed: %s", killed, dispatch)
                .isNotEqualTo(killed);
        assertThat(answers(livekit, String.valueOf(dispatch.joined()))).isTrue();
    }

    static boolean answers(SandboxState livekit, String identity) {
        boolean there = livekit.listParticipants(Given.ROOM).stream()
                .map(ParticipantView::identity)
                .anyMatch(identity::equals);
        if (!there) {
            return false;
        }
        try {
            livekit.performRpc(Given.ROOM, identity, "anybody", "");
            return true;
        } catch (SandboxRefusal said) {
            return !String.valueOf(said.getMessage()).contains("RpcError 150");
        }
    }
}
