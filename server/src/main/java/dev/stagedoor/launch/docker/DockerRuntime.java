// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.launch.Generation;
import dev.stagedoor.launch.GenerationRef;
import dev.stagedoor.launch.Sighting;
import dev.stagedoor.launch.Sighting.Phase;
import dev.stagedoor.launch.WorkerRuntime;
import dev.stagedoor.launch.WorkerSpec;
import dev.stagedoor.launch.allowed.AllowedImages;
import dev.stagedoor.launch.docker.Containers.Found;
import dev.stagedoor.launch.docker.Images.Image;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs workers as containers of a Docker engine, as locked up as a container can be. */
public final class DockerRuntime implements WorkerRuntime {
    /** Of a generation, that many containers that ended are kept for whoever asks how; a crash loop leaves no more. */
    private static final int ENDED_KEPT = 5;

    private final AllowedImages allowed;
    private final Clock clock;
    private final Engine engine;
    private final Images images;
    private final Containers containers;
    private final Lookout lookout;
    private final Starter starter;
    /** Workers that wait for their image, since when. */
    private final Map<GenerationRef, Waiting> waiting = new ConcurrentHashMap<>();

    private record Waiting(String image, List<String> workers, Instant since) {}

    /**
     * @param installation an id of this installation's own: two of them on one engine leave each other's workers alone
     */
    public DockerRuntime(DockerSettings settings, String installation, Clock clock) {
        this(settings, installation, clock, List.of());
    }

    /** With folders of this machine in every container, for tests whose image has nothing in it. */
    DockerRuntime(DockerSettings settings, String installation, Clock clock, List<String> mounts) {
        this.allowed = new AllowedImages(settings.images());
        this.clock = clock;
        this.engine = new Engine(settings);
        this.images = new Images(engine, settings.pull());
        Marks marks = new Marks(installation);
        this.containers = new Containers(engine, marks);
        this.lookout = new Lookout(containers);
        this.starter = new Starter(engine, settings, marks, mounts);
    }

    @Override
    public String name() {
        return "docker";
    }

    @Override
    public void check(WorkerSpec spec) {
        allowed.check(spec.program());
    }

    @Override
    public void apply(Generation generation, int replicas) {
        check(generation.spec());
        GenerationRef ref = generation.ref();
        List<Found> all = containers.of(ref);
        Instant now = clock.instant();
        List<Found> wanted = all.stream().filter(found -> found.isWanted(now)).toList();
        all.stream()
                .filter(found -> !found.state().runs() && !found.isWanted(now))
                .skip(ENDED_KEPT)
                .forEach(containers::remove);
        if (wanted.size() >= replicas) {
            waiting.remove(ref);
            Instant until = now.plus(generation.spec().drain());
            wanted.stream().limit((long) wanted.size() - replicas).forEach(found -> drain(found, until));
            return;
        }
        start(generation, replicas - wanted.size());
    }

    private void start(Generation generation, int missing) {
        GenerationRef ref = generation.ref();
        Optional<Image> image = images.find(generation.spec().program());
        if (image.isEmpty()) {
            waiting.compute(ref, (_, before) -> waiting(generation, before, missing));
            return;
        }
        Waiting reserved = waiting.remove(ref);
        List<String> names = waiting(generation, reserved, missing).workers();
        Map<String, Secret> environment = generation.environment().get();
        for (String name : names) {
            starter.start(generation, image.get(), name, environment);
        }
    }

    /** Workers get their names when they are first asked for, and keep them. */
    private Waiting waiting(Generation generation, @Nullable Waiting before, int count) {
        List<String> names = new ArrayList<>(before == null ? List.of() : before.workers());
        while (names.size() < count) {
            names.add(Marks.name(generation.ref()));
        }
        return new Waiting(
                generation.spec().program(),
                List.copyOf(names.subList(0, count)),
                before == null ? clock.instant() : before.since());
    }

    @Override
    public void drain(GenerationRef generation, Duration longest) {
        waiting.remove(generation);
        Instant until = clock.instant().plus(longest);
        containers.of(generation).forEach(found -> drain(found, until));
    }

    /** One that never ran has no calls to finish. */
    private void drain(Found found, Instant until) {
        if (found.state().neverStarted()) {
            containers.remove(found);
        } else {
            containers.drain(found, until);
        }
    }

    @Override
    public void remove(GenerationRef generation, String worker) {
        containers.find(generation, worker).ifPresent(containers::remove);
    }

    @Override
    public void remove(GenerationRef generation) {
        waiting.remove(generation);
        containers.of(generation).forEach(containers::remove);
    }

    @Override
    public List<Sighting> look() {
        Instant now = clock.instant();
        List<Found> all = containers.all();
        all.stream()
                .filter(found -> found.state().runs()
                        && found.until().filter(now::isAfter).isPresent())
                .forEach(containers::kill);
        return Stream.concat(lookout.look(all, now).stream(), waiting()).toList();
    }

    /** Those whose image is being pulled; once it is there they are missing, and started when that is asked for again. */
    private Stream<Sighting> waiting() {
        return waiting.entrySet().stream()
                .filter(entry -> images.isPulling(entry.getValue().image()))
                .flatMap(entry -> entry.getValue().workers().stream()
                        .map(worker -> waiting(entry.getKey(), worker, entry.getValue())));
    }

    private static Sighting waiting(GenerationRef ref, String worker, Waiting since) {
        return new Sighting(ref, worker, Phase.STARTING, since.since(), null, "its image is being pulled", 0);
    }

    @Override
    public Follower follow(GenerationRef generation, String worker, Instant since, Consumer<String> line) {
        Found found = containers.find(generation, worker).orElseThrow(() -> Problem.notFound("worker"));
        Request logs = Request.builder()
                .method(Request.Method.GET)
                .path("/containers/" + found.id() + "/logs?follow=1&stdout=1&stderr=1&timestamps=1&since="
                        + since.getEpochSecond() + ".%09d".formatted(since.getNano()))
                .build();
        try {
            return ContainerOutput.of(engine.open(logs), since, line);
        } catch (NotFoundException gone) {
            throw Problem.notFound("worker").causedBy(gone);
        }
    }

    @Override
    public Map<String, Secret> environment(GenerationRef generation, String worker) {
        return containers
                .find(generation, worker)
                .filter(found -> found.state().runs())
                .map(found -> new RealEnvironment(engine).of(found.id()))
                .orElse(Map.of());
    }

    @Override
    public void close() {
        images.close();
        engine.close();
    }
}
