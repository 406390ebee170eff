// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import dev.stagedoor.launch.GenerationRef;
import dev.stagedoor.launch.Sighting;
import dev.stagedoor.launch.Sighting.Phase;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What pods and Deployments say of workers. */
final class Pods {
    private Pods() {}

    /** How a worker is, without whose it is. */
    private record Life(
            Phase phase,
            @Nullable String since,
            @Nullable Integer exitCode,
            @Nullable String why) {}

    /** A pod as a worker. */
    static Sighting sighting(GenerationRef ref, Pod pod) {
        Life life = life(pod);
        Optional<ContainerStatus> worker = worker(pod.getStatus());
        String made = String.valueOf(pod.getMetadata().getCreationTimestamp());
        return new Sighting(
                ref,
                pod.getMetadata().getName(),
                life.phase(),
                Instant.parse(life.since() == null ? made : life.since()),
                life.exitCode(),
                life.why(),
                worker.map(ContainerStatus::getRestartCount).orElse(0));
    }

    private static Life life(Pod pod) {
        PodStatus status = pod.getStatus();
        Optional<ContainerStatus> worker = worker(status);
        String phase = status == null ? "" : String.valueOf(status.getPhase());
        if (phase.equals("Failed") || phase.equals("Succeeded")) {
            return ended(worker.map(ContainerStatus::getState).map(ContainerState::getTerminated), why(status));
        }
        boolean asked = pod.getMetadata().getDeletionTimestamp() != null;
        if (worker.isEmpty()) {
            return new Life(asked ? Phase.DRAINING : Phase.STARTING, null, null, why(status));
        }
        Life life = life(worker.get(), hasProbe(pod));
        return asked && life.phase() != Phase.EXITED ? new Life(Phase.DRAINING, life.since(), null, life.why()) : life;
    }

    private static Life life(ContainerStatus worker, boolean hasProbe) {
        ContainerState state = worker.getState();
        if (state != null && state.getRunning() != null) {
            boolean healthy = hasProbe && Boolean.TRUE.equals(worker.getReady());
            return new Life(
                    healthy ? Phase.HEALTHY : Phase.RUNNING, state.getRunning().getStartedAt(), null, null);
        }
        if (state != null && state.getTerminated() != null) {
            return ended(Optional.of(state.getTerminated()), null);
        }
        ContainerStateWaiting waiting = state == null ? null : state.getWaiting();
        String why = waiting == null ? null : words(waiting.getReason(), waiting.getMessage());
        // Kubernetes waits before it starts it again: nothing runs, and how it ended is known.
        if (waiting != null && "CrashLoopBackOff".equals(waiting.getReason()) && worker.getLastState() != null) {
            return ended(Optional.ofNullable(worker.getLastState().getTerminated()), why);
        }
        return new Life(Phase.STARTING, null, null, why);
    }

    private static Life ended(Optional<ContainerStateTerminated> how, @Nullable String otherwise) {
        String why =
                how.map(ended -> words(ended.getReason(), ended.getMessage())).orElse(otherwise);
        return new Life(
                Phase.EXITED,
                how.map(ContainerStateTerminated::getFinishedAt).orElse(null),
                how.map(ContainerStateTerminated::getExitCode).orElse(null),
                why);
    }

    private static Optional<ContainerStatus> worker(@Nullable PodStatus status) {
        return status == null
                ? Optional.empty()
                : status.getContainerStatuses().stream().findFirst();
    }

    private static boolean hasProbe(Pod pod) {
        return pod.getSpec().getContainers().stream().anyMatch(container -> container.getReadinessProbe() != null);
    }

    /** Why a pod has no container yet, or has none any more, such as that no node has room for it. */
    private static @Nullable String why(@Nullable PodStatus status) {
        if (status == null) {
            return null;
        }
        if (status.getReason() != null) {
            return words(status.getReason(), status.getMessage());
        }
        return status.getConditions().stream()
                .filter(condition -> condition.getType().equals("PodScheduled")
                        && condition.getStatus().equals("False"))
                .map(condition -> words(condition.getReason(), condition.getMessage()))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String words(@Nullable String reason, @Nullable String message) {
        String words = Stream.of(Optional.ofNullable(reason), Optional.ofNullable(message))
                .flatMap(Optional::stream)
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(": "));
        return words.isEmpty() ? null : words;
    }

    /** A Deployment without a pod: not yet one, such as for a quota, or no longer. */
    static Sighting withoutPods(GenerationRef ref, Deployment deployment) {
        boolean wanted = deployment.getSpec().getReplicas() != null
                && deployment.getSpec().getReplicas() > 0;
        String why = deployment.getStatus() == null
                ? null
                : deployment.getStatus().getConditions().stream()
                        .filter(condition -> condition.getType().equals("ReplicaFailure"))
                        .map(condition -> words(condition.getReason(), condition.getMessage()))
                        .findFirst()
                        .orElse(null);
        return new Sighting(
                ref,
                deployment.getMetadata().getName(),
                wanted ? Phase.STARTING : Phase.EXITED,
                Instant.parse(String.valueOf(deployment.getMetadata().getCreationTimestamp())),
                null,
                why,
                0);
    }
}
