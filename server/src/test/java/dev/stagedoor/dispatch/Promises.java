// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.Given;
import dev.stagedoor.dispatch.plan.RoomView;
import dev.stagedoor.dispatch.plan.Status;
import dev.stagedoor.sandbox.SandboxState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** What holds at each moment of a history, by what LiveKit has. */
final class Promises {
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(10);
    private static final Duration TWO_FOR = Duration.ofSeconds(10);

    private final SandboxState livekit;
    private final DoubleSupplier seconds;
    private final Map<String, Integer> attemptOfJob = new HashMap<>();
    private Duration twoFor = Duration.ZERO;
    private Duration unseenFor = Duration.ZERO;

    Promises(SandboxState livekit, DoubleSupplier seconds) {
        this.livekit = livekit;
        this.seconds = seconds;
    }

    List<RoomView.Agent> agents() {
        return livekit.listParticipants(Given.ROOM).stream()
                .filter(participant -> participant.agent())
                .map(SandboxRooms::agent)
                .toList();
    }

    private List<RoomView.Listed> listed() {
        if (livekit.listRooms(List.of(Given.ROOM)).isEmpty()) {
            return List.of();
        }
        return livekit.listDispatch(Given.ROOM, "").stream()
                .filter(entry -> !entry.metadata().isEmpty())
                .map(SandboxRooms::listed)
                .toList();
    }

    /** D4, whenever a node is alive and LiveKit answers: two agents are present for at most 10 s. */
    void look(boolean able, Duration since) {
        for (RoomView.Listed entry : listed()) {
            if (entry.jobIdentity() != null) {
                attemptOfJob.put(entry.jobIdentity(), entry.attempt());
            }
        }
        boolean two = agents().size() > 1;
        twoFor = !two ? Duration.ZERO : able ? twoFor.plus(since) : twoFor;
        assertThat(twoFor)
                .as("two agents in the room, at %s s", seconds.getAsDouble())
                .isLessThanOrEqualTo(TWO_FOR);
    }

    /** D6, whenever a node watches and LiveKit answers: who comes and goes is seen, without any hint. */
    void sees(boolean able, int people, Duration since) {
        long inside = livekit.listParticipants(Given.ROOM).stream()
                .filter(participant -> !participant.agent())
                .count();
        unseenFor = inside == people ? Duration.ZERO : able ? unseenFor.plus(since) : unseenFor;
        assertThat(unseenFor)
                .as("%s people in the room instead of %s, at %s s", inside, people, seconds.getAsDouble())
                .isLessThanOrEqualTo(SEEN_WITHIN);
    }

    /** D2: joined means an agent that is active in the room right now, and not an earlier attempt's. */
    void joined(Dispatch next) {
        assertThat(agents())
                .as("agents in the room when one is said to have joined, at %s s", seconds.getAsDouble())
                .anyMatch(agent -> agent.active() && agent.identity().equals(next.joined()));
        int attempt = attemptOfJob.getOrDefault(String.valueOf(next.joined()), next.attempt());
        assertThat(attempt).as("the attempt whose agent joined").isEqualTo(next.attempt());
        assertThat(next.replaces()).isNull();
    }

    /** D5: lost means that the agent is gone, or answers nothing. */
    void lost(Dispatch before, Dispatch next) {
        String identity = String.valueOf(before.joined());
        assertThat(LastKill.answers(livekit, identity))
                .as(
                        "whether %s is there when it is said to be lost (%s), at %s s",
                        identity, next.reason(), seconds.getAsDouble())
                .isFalse();
    }

    /** D1, and nothing of it is left. */
    void ended(Dispatch last, List<Status> lines) {
        assertThat(last.status()).as("in the end").isIn(Status.COMPLETED, Status.FAILED);
        assertThat(lines.stream().filter(status -> !status.live()))
                .as("ends told by %s", lines)
                .hasSize(1);
        assertThat(lines.lastIndexOf(Status.JOINED) > lines.lastIndexOf(Status.LOST))
                .as("whether its agent was in the room, by %s", lines)
                .isEqualTo(last.status() == Status.COMPLETED);
        assertThat(last.end()).isNotNull();
        assertThat(agents()).as("agents left behind by %s", last).isEmpty();
        assertThat(listed()).as("dispatches left behind").isEmpty();
    }
}
