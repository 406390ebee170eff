// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.agents.Agent;
import dev.stagedoor.agents.Agents;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.api.CreateDispatch;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.projects.Project;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** An agent of the tenant joins the canary on the tenant's own server, under the tenant's name for it, and leaves with it. */
final class AgentCheck implements Check {
    private static final Duration EACH = Duration.ofSeconds(2);

    /** A worker on a busy machine needs seconds to start a job's process. */
    private static final Duration TO_JOIN = Duration.ofSeconds(8);

    private static final Duration TO_LEAVE = Duration.ofSeconds(2);

    /** As the server says it, and as older ones leave it to the worker. */
    private static final List<String> NAMES = List.of("lk.agent_name", "lk.agent.name");

    /** What its worker is told: nobody waits for it, and nothing is to be said. */
    private static final String METADATA = "{\"canary\":true}";

    private final Snapshots snapshots;

    AgentCheck(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public String name() {
        return "agent";
    }

    @Override
    public Duration within() {
        return Duration.ofSeconds(11);
    }

    @Override
    public Finding look(Subject subject) throws InterruptedException {
        Optional<Agent> enabled = snapshots.current(
                subject.tenant(),
                snapshot -> snapshot.get(Agents.ENABLED, subject.tenant()).stream()
                        .findFirst()
                        .flatMap(slug -> snapshot.get(Agents.AGENT, slug)));
        if (enabled.isEmpty()) {
            return Finding.skipped("The tenant has no enabled agent.");
        }
        if (!subject.hasCanary()) {
            return Finding.failed("There was no room for an agent to join.");
        }
        Agent agent = enabled.get();
        Project project = subject.project();
        String room = subject.canary();
        try {
            project.dispatches(
                    service -> service.createDispatch(CreateDispatch.of(room, agent.agentName(), METADATA)), EACH);
        } catch (LiveKitException refused) {
            return Finding.failed("The tenant's LiveKit server did not take the dispatch of " + agent.slug() + ".");
        }
        return joined(project, room, agent);
    }

    private static Finding joined(Project project, String room, Agent agent) throws InterruptedException {
        AtomicBoolean another = new AtomicBoolean();
        boolean joined = Check.until(TO_JOIN, () -> {
            List<Participant> agents = agents(project, room);
            boolean its = agents.stream().anyMatch(one -> isNamed(one, agent.agentName()));
            another.set(!its && !agents.isEmpty());
            return its;
        });
        if (!joined) {
            return Finding.failed(
                    another.get()
                            ? "Another agent joined than the tenant's " + agent.slug() + "."
                            : "No agent of " + agent.slug() + " joined within " + TO_JOIN.toSeconds() + " s.");
        }
        project.deleteRoom(room);
        boolean left = Check.until(
                TO_LEAVE,
                () -> project.existing(Set.of(room)).isEmpty()
                        || agents(project, room).isEmpty());
        return Finding.that(
                left,
                left
                        ? "An agent of " + agent.slug() + " joined the room and left it."
                        : "An agent of " + agent.slug() + " joined the room, and did not leave it when it was closed.");
    }

    /** A worker without a name takes every room: that it came says nothing of the agent that was asked for. */
    private static boolean isNamed(Participant one, String agentName) {
        return NAMES.stream().anyMatch(name -> agentName.equals(one.attributes().get(name)));
    }

    private static List<Participant> agents(Project project, String room) {
        try {
            return project.participants(room).stream()
                    .filter(one -> one.kind() == ParticipantKind.AGENT && one.state() == Participant.State.ACTIVE)
                    .toList();
        } catch (Problem notNow) {
            return List.of();
        }
    }
}
