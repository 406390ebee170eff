// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import dev.stagedoor.launch.GenerationRef;
import dev.stagedoor.launch.RuntimeUnavailable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The containers of this installation, as the engine has them. */
final class Containers {
    private final Engine engine;
    private final Marks marks;

    Containers(Engine engine, Marks marks) {
        this.engine = engine;
        this.marks = marks;
    }

    /**
     * A container of ours.
     *
     * @param isHealthy whether its health endpoint answers
     * @param until     when it is killed; empty if it was not asked to end
     * @param signal    by which it is asked to end
     */
    record Found(
            String id,
            GenerationRef generation,
            String worker,
            State state,
            boolean isHealthy,
            Optional<Instant> until,
            String signal) {

        private static Optional<Found> of(Container container) {
            Map<String, String> labels = Objects.requireNonNullElse(container.getLabels(), Map.of());
            return Marks.generation(labels)
                    .map(generation -> new Found(
                            container.getId(),
                            generation,
                            Marks.worker(labels),
                            State.of(
                                    String.valueOf(container.getState()),
                                    Instant.ofEpochSecond(container.getCreated())),
                            String.valueOf(container.getStatus()).contains("(healthy)"),
                            Marks.until(Arrays.asList(container.getNames())),
                            labels.getOrDefault(Marks.SIGNAL, "SIGTERM")));
        }

        /** Whether it takes calls, or is about to. */
        boolean isWanted(Instant now) {
            return until.isEmpty() && (state.runs() || state.isStarting(now));
        }
    }

    /** Where a container is in its life, and when it was made. */
    record State(String word, Instant made) {
        /** A container is started right after it was made; if it was not, whoever made it has died. */
        private static final int STARTED_WITHIN_SECONDS = 60;

        private static State of(String word, Instant made) {
            return new State(word, made);
        }

        boolean runs() {
            return word.equals("running") || word.equals("paused") || word.equals("restarting");
        }

        boolean isStarting(Instant now) {
            return word.equals("created") && now.isBefore(made.plusSeconds(STARTED_WITHIN_SECONDS));
        }

        boolean neverStarted() {
            return word.equals("created");
        }
    }

    /** All of this installation. */
    List<Found> all() {
        return list(marks.all());
    }

    /** Those of a generation, the newest first. */
    List<Found> of(GenerationRef generation) {
        return list(marks.all(generation));
    }

    /** One worker. */
    Optional<Found> find(GenerationRef generation, String worker) {
        return list(marks.one(generation, worker)).stream().findFirst();
    }

    private List<Found> list(Map<String, String> labels) {
        try {
            List<Container> listed = engine.ask(docker -> docker.listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(labels)
                    .exec());
            return listed.stream()
                    .flatMap(container -> Found.of(container).stream())
                    .toList();
        } catch (DockerException refused) {
            throw unavailable(refused);
        }
    }

    /** All that the engine knows of it; empty if it is gone. */
    Optional<InspectContainerResponse> inspect(Found container) {
        try {
            return Optional.of(engine.ask(
                    docker -> docker.inspectContainerCmd(container.id()).exec()));
        } catch (NotFoundException gone) {
            return Optional.empty();
        }
    }

    /**
     * Asks it to end, once: to many workers a second signal means "at once". So the mark comes first, and a worker that
     * got it and no signal, because this node died in between, goes on until its time is over.
     */
    void drain(Found container, Instant until) {
        if (container.until().isPresent() || !container.state().runs()) {
            return;
        }
        String name = Marks.draining(container.worker(), until);
        quietly(() -> engine.ask(docker ->
                docker.renameContainerCmd(container.id()).withName(name).exec()));
        signal(container, container.signal());
    }

    /** Kills it; what is left tells how it ended. */
    void kill(Found container) {
        signal(container, "SIGKILL");
    }

    private void signal(Found container, String signal) {
        quietly(() -> engine.ask(docker ->
                docker.killContainerCmd(container.id()).withSignal(signal).exec()));
    }

    /** Ends it, and removes what is left. */
    void remove(Found container) {
        quietly(() -> engine.ask(docker -> docker.removeContainerCmd(container.id())
                .withForce(true)
                .withRemoveVolumes(true)
                .exec()));
    }

    /** What has ended or is gone already needs nothing more. */
    private static void quietly(Runnable action) {
        try {
            action.run();
        } catch (NotFoundException | ConflictException | NotModifiedException done) {
            // As was asked for.
        } catch (DockerException refused) {
            throw unavailable(refused);
        }
    }

    /** Nothing of a tenant's choice is in the question, so the engine is not as it should be. */
    private static RuntimeUnavailable unavailable(DockerException refused) {
        return new RuntimeUnavailable("Docker refuses: " + Engine.said(refused), refused);
    }
}
