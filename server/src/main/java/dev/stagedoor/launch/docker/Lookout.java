// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import dev.stagedoor.launch.Sighting;
import dev.stagedoor.launch.Sighting.Phase;
import dev.stagedoor.launch.docker.Containers.Found;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells what runs. One question lists all containers; a container is inspected once when it has started and once when it has
 * ended, so that a look at a thousand that go on costs that one question.
 */
final class Lookout {
    private final Containers containers;
    private final Map<String, Life> known = new ConcurrentHashMap<>();

    /** What is known of a container in a state; a restarted engine may start no container again, so it does not change. */
    private record Life(
            Instant since,
            @Nullable Integer exitCode,
            @Nullable String why) {}

    Lookout(Containers containers) {
        this.containers = containers;
    }

    List<Sighting> look(List<Found> all, Instant now) {
        List<Sighting> seen =
                all.stream().flatMap(found -> sighting(found, now).stream()).toList();
        known.keySet().retainAll(all.stream().map(Lookout::key).collect(Collectors.toSet()));
        return seen;
    }

    private static String key(Found found) {
        return found.id() + found.state().word();
    }

    private Optional<Sighting> sighting(Found found, Instant now) {
        if (found.state().neverStarted()) {
            boolean isNew = found.state().isStarting(now);
            return Optional.of(sighting(
                    found,
                    isNew ? Phase.STARTING : Phase.EXITED,
                    new Life(found.state().made(), null, isNew ? null : "its start was interrupted")));
        }
        return life(found).map(life -> sighting(found, phase(found), life));
    }

    private static Phase phase(Found found) {
        if (!found.state().runs()) {
            return Phase.EXITED;
        }
        if (found.until().isPresent()) {
            return Phase.DRAINING;
        }
        return found.isHealthy() ? Phase.HEALTHY : Phase.RUNNING;
    }

    private static Sighting sighting(Found found, Phase phase, Life life) {
        return new Sighting(found.generation(), found.worker(), phase, life.since(), life.exitCode(), life.why(), 0);
    }

    private Optional<Life> life(Found found) {
        Life before = known.get(key(found));
        if (before != null) {
            return Optional.of(before);
        }
        Optional<Life> life = containers.inspect(found).map(container -> life(found, container));
        life.ifPresent(now -> known.put(key(found), now));
        return life;
    }

    private static Life life(Found found, InspectContainerResponse container) {
        ContainerState state = container.getState();
        if (found.state().runs()) {
            return new Life(time(state.getStartedAt(), found.state().made()), null, null);
        }
        Long exitCode = state.getExitCodeLong();
        return new Life(
                time(state.getFinishedAt(), found.state().made()),
                exitCode == null ? null : exitCode.intValue(),
                why(state, exitCode));
    }

    private static @Nullable String why(ContainerState state, @Nullable Long exitCode) {
        if (Boolean.TRUE.equals(state.getOOMKilled())) {
            return "OOMKilled: it used more memory than its resources allow";
        }
        if (exitCode != null && exitCode == Handover.NOT_GIVEN) {
            return "it was not given its environment";
        }
        String error = state.getError();
        return error == null || error.isEmpty() ? null : error;
    }

    private static Instant time(@Nullable String text, Instant otherwise) {
        try {
            return text == null ? otherwise : Instant.parse(text);
        } catch (DateTimeParseException unknown) {
            return otherwise;
        }
    }
}
