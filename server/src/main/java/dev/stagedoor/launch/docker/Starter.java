// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.launch.Generation;
import dev.stagedoor.launch.RuntimeUnavailable;
import dev.stagedoor.launch.WorkerSpec;
import dev.stagedoor.launch.docker.Images.Image;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Makes a container, starts it, and hands it its environment. */
final class Starter {
    private static final long MIB = 1024L * 1024;
    private static final long NANOS_OF_A_MILLICORE = 1_000_000;
    /** In memory, and counted as such; nothing in it can be run. */
    private static final Map<String, String> WRITABLE = Map.of(
            "/tmp", "rw,noexec,nosuid,nodev,mode=1777,size=64m", "/run", "rw,noexec,nosuid,nodev,mode=1777,size=16m");
    /** What a worker may write without a disk filling up: the engine forgets the oldest. */
    private static final Map<String, String> KEPT_OUTPUT = Map.of("max-size", "1m", "max-file", "2");

    private static final Duration HEALTH_EVERY = Duration.ofSeconds(5);

    private final Engine engine;
    private final DockerSettings settings;
    private final Marks marks;
    private final List<String> mounts;

    Starter(Engine engine, DockerSettings settings, Marks marks, List<String> mounts) {
        this.engine = engine;
        this.settings = settings;
        this.marks = marks;
        this.mounts = mounts;
    }

    /** Starts one worker; leaves nothing behind if that fails. */
    void start(Generation generation, Image image, String worker, Map<String, Secret> environment) {
        List<String> words = words(image, generation.spec());
        byte[] text = Handover.text(environment);
        @Nullable String id = null;
        try {
            id = created(generation, image, worker, words);
            handOver(id, text);
        } catch (DockerException refused) {
            drop(id);
            throw refusal(refused);
        } catch (RuntimeException failed) {
            drop(id);
            throw failed;
        } finally {
            Handover.wipe(text);
        }
    }

    private static List<String> words(Image image, WorkerSpec spec) {
        List<String> words = new ArrayList<>(image.words());
        words.addAll(spec.arguments().isEmpty() ? image.rest() : spec.arguments());
        if (words.isEmpty()) {
            throw Problem.invalid("arguments", "the image names no program to run, so they must");
        }
        return words;
    }

    private String created(Generation generation, Image image, String worker, List<String> words) {
        return engine.ask(docker -> command(docker, image, generation)
                .withName(worker)
                .withLabels(marks.labels(generation.ref(), worker, image.signal()))
                .withEntrypoint("/bin/sh", "-c", Handover.script(), "stagedoor")
                .withCmd(words)
                .exec()
                .getId());
    }

    private CreateContainerCmd command(DockerClient docker, Image image, Generation generation) {
        return docker.createContainerCmd(image.id())
                .withUser(isRoot(image.user()) ? settings.user() : image.user())
                .withAttachStdin(true)
                .withStdinOpen(true)
                .withStdInOnce(true)
                .withHealthcheck(health(generation.spec().health()))
                .withHostConfig(host(generation.spec().resources()));
    }

    private static boolean isRoot(String user) {
        String name = user.split(":", 2)[0];
        return name.isEmpty() || name.equals("root") || name.matches("0+");
    }

    private HostConfig host(WorkerSpec.Resources resources) {
        long memory = resources.memory() * MIB;
        return HostConfig.newHostConfig()
                .withMemory(memory)
                .withMemorySwap(memory)
                .withNanoCPUs(resources.millicores() * NANOS_OF_A_MILLICORE)
                .withPidsLimit((long) resources.processes())
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withPrivileged(false)
                .withReadonlyRootfs(true)
                .withTmpFs(WRITABLE)
                .withNetworkMode(settings.network())
                .withRestartPolicy(RestartPolicy.noRestart())
                .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, KEPT_OUTPUT))
                .withBinds(mounts.stream().map(Bind::parse).toList());
    }

    /** Asked inside the container, by whatever the image has; a worker without a check has none of its image's either. */
    private static HealthCheck health(WorkerSpec.@Nullable Health health) {
        if (health == null) {
            return new HealthCheck().withTest(List.of("NONE"));
        }
        String url = "http://127.0.0.1:" + health.port() + health.path();
        return new HealthCheck()
                .withTest(List.of("CMD", "/bin/sh", "-c", Probe.SCRIPT, "stagedoor", url))
                .withInterval(HEALTH_EVERY.toNanos())
                .withTimeout(HEALTH_EVERY.toNanos())
                .withRetries(3);
    }

    /** Attached before it is started, so that nothing is lost; closed after the last byte, which ends its input. */
    private void handOver(String id, byte[] text) {
        SentInput input = new SentInput(text);
        Request attach = Request.builder()
                .method(Request.Method.POST)
                .path("/containers/" + id + "/attach?stream=1&stdin=1")
                .hijackedInput(input)
                .build();
        try (Response _ = engine.open(attach)) {
            engine.ask(docker -> docker.startContainerCmd(id).exec());
            if (!input.isSentWithin(engine.patience())) {
                String slow = "Docker did not take a worker's environment within "
                        + engine.patience().toMillis() + " ms";
                throw new RuntimeUnavailable(slow, new TimeoutException(slow));
            }
        }
    }

    /** Whose fault it is that the engine does not make or start a container. */
    private RuntimeException refusal(DockerException refused) {
        String said = Engine.said(refused);
        if (said.contains("network " + settings.network())) {
            return new RuntimeUnavailable("Docker has no network " + settings.network() + ": " + said, refused);
        }
        return Problem.invalid(field(said), reason(said)).causedBy(refused);
    }

    private static String reason(String said) {
        return said.contains("/bin/sh")
                ? "must have /bin/sh, by which a worker gets its environment; Docker says: " + said
                : "Docker does not start it: " + said;
    }

    private static String field(String said) {
        if (said.contains("CPU")) {
            return "resources.cpu";
        }
        return said.toLowerCase(Locale.ROOT).contains("memory limit") ? "resources.memory_mb" : "image";
    }

    private void drop(@Nullable String id) {
        if (id == null) {
            return;
        }
        try {
            engine.ask(docker -> docker.removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec());
        } catch (DockerException | RuntimeUnavailable gone) {
            // Without its environment it ends by itself, and is found as one that did.
        }
    }
}
