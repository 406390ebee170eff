// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerConfig;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.launch.RuntimeUnavailable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The engine's images. One that it lacks is pulled in the background, and asked for again until it is there. */
final class Images implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final int AT_A_TIME = 2;
    private static final Pattern ABSENT =
            Pattern.compile("manifest unknown|not found|does not exist|access denied|unauthorized|no basic auth");

    private final Engine engine;
    private final boolean pull;
    private final Map<String, Future<?>> pulls = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(
            AT_A_TIME, Thread.ofVirtual().name("docker-pull-", 0).factory());

    /**
     * What a container needs to know of its image.
     *
     * @param id     by which it is run, so that a tag that moves meanwhile changes nothing
     * @param words  its entrypoint
     * @param rest   its arguments, which a spec's replace
     * @param user   as whom it runs; empty for root
     * @param signal by which it wants to be asked to end
     */
    record Image(String id, List<String> words, List<String> rest, String user, String signal) {
        private static Image of(InspectImageResponse image) {
            ContainerConfig config = image.getConfig();
            if (config == null) {
                return new Image(id(image), List.of(), List.of(), "", "SIGTERM");
            }
            Object signal = config.getRawValues().get("StopSignal");
            return new Image(
                    id(image),
                    list(config.getEntrypoint()),
                    list(config.getCmd()),
                    config.getUser() == null ? "" : config.getUser(),
                    signal instanceof String named && !named.isEmpty() ? named : "SIGTERM");
        }

        private static String id(InspectImageResponse image) {
            return String.valueOf(image.getId());
        }

        private static List<String> list(String @Nullable [] words) {
            return words == null ? List.of() : List.copyOf(Arrays.asList(words));
        }
    }

    Images(Engine engine, boolean pull) {
        this.engine = engine;
        this.pull = pull;
    }

    /**
     * The image, or empty while it is being pulled.
     *
     * @throws Problem {@code invalid_request} naming {@code image}, if there is none
     */
    Optional<Image> find(String reference) {
        try {
            InspectImageResponse found =
                    engine.ask(docker -> docker.inspectImageCmd(reference).exec());
            pulls.remove(reference);
            return Optional.of(Image.of(found));
        } catch (NotFoundException missing) {
            if (!pull) {
                throw Problem.invalid("image", "the engine does not have " + reference + ", and pulls none");
            }
            pull(reference);
            return Optional.empty();
        } catch (DockerException refused) {
            throw Problem.invalid("image", "Docker refuses it: " + Engine.said(refused))
                    .causedBy(refused);
        }
    }

    /** Begins to pull it, or tells how that ended. */
    private void pull(String reference) {
        Future<?> pulling = pulls.computeIfAbsent(reference, image -> threads.submit(() -> pulled(image)));
        if (!pulling.isDone()) {
            return;
        }
        // The next time it is asked for, it is pulled again.
        pulls.remove(reference);
        if (pulling.state() == Future.State.FAILED) {
            throw failure(reference, pulling.exceptionNow());
        }
    }

    /** Whether it is on its way. */
    boolean isPulling(String reference) {
        Future<?> pulling = pulls.get(reference);
        return pulling != null && !pulling.isDone();
    }

    private void pulled(String reference) {
        // Without a tag, all tags would be pulled.
        String whole = reference.substring(reference.lastIndexOf('/') + 1).matches(".*[:@].*")
                ? reference
                : reference + ":latest";
        engine.ask(docker -> docker.pullImageCmd(whole).exec(new PullProgress()).awaited(), LONGEST);
    }

    /** Engines tell that there is no such image in different ways, and registries in their own words. */
    private static RuntimeException failure(String reference, Throwable why) {
        String said = String.valueOf(why.getMessage());
        if (why instanceof DockerException || ABSENT.matcher(said).find()) {
            String words = why instanceof DockerException refused ? Engine.said(refused) : said;
            return Problem.invalid("image", "there is no " + reference + " for us: " + words)
                    .causedBy(why);
        }
        return why instanceof RuntimeException failed
                ? failed
                : new RuntimeUnavailable("Docker could not pull " + reference, why);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
