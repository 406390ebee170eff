// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.process;

import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.launch.Generation;
import dev.stagedoor.launch.GenerationRef;
import dev.stagedoor.launch.RuntimeUnavailable;
import dev.stagedoor.launch.Sighting;
import dev.stagedoor.launch.WorkerRuntime;
import dev.stagedoor.launch.WorkerSpec;
import dev.stagedoor.launch.allowed.AllowedCommand;
import dev.stagedoor.processes.Command;
import dev.stagedoor.processes.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers as processes of this node. A tenant chooses a command by name, and nothing of it. The processes get the environment
 * of their generation and four fixed variables, and nothing of the node's; they end with the node, however it ends. What a
 * process uses of CPU and memory is not limited: that needs Docker or Kubernetes.
 */
public final class ProcessRuntime implements WorkerRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessRuntime.class);

    /** How long a worker may take to end when it is not to finish its calls: when it is removed, and when this node ends. */
    private static final Duration GRACE = Duration.ofSeconds(8);

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Map<String, AllowedCommand> allowed = new TreeMap<>();
    private final Clock clock;
    private final Map<String, RunningWorker> workers = new ConcurrentHashMap<>();
    private final Set<RunningWorker> ending = ConcurrentHashMap.newKeySet();
    private final ExecutorService enders = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("end-of-worker-", 0).factory());
    private volatile boolean closed;

    /** Runs those commands. */
    public ProcessRuntime(List<AllowedCommand> commands, Clock clock) {
        commands.forEach(command -> allowed.put(command.name(), command));
        this.clock = clock;
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public boolean isOfNode() {
        return true;
    }

    @Override
    public void check(WorkerSpec spec) {
        if (!allowed.containsKey(spec.program())) {
            throw Problem.invalid(
                    "command",
                    allowed.isEmpty()
                            ? "the operator's configuration (launch.commands) allows none"
                            : "must be one that the operator's configuration allows: "
                                    + String.join(", ", allowed.keySet()));
        }
        if (!spec.arguments().isEmpty()) {
            throw Problem.invalid(
                    "arguments", "must be left out for runtime process: the operator's configuration says them");
        }
        if (spec.health() != null) {
            throw Problem.invalid(
                    "health",
                    "must be left out for runtime process: a worker is ready when it writes \"registered worker\"");
        }
    }

    @Override
    public void apply(Generation generation, int replicas) {
        if (closed) {
            throw new RuntimeUnavailable("this node is going down", null);
        }
        List<RunningWorker> running = of(generation.ref()).stream()
                .filter(worker -> worker.isRunning() && !worker.isDraining())
                .sorted(Comparator.comparing(RunningWorker::startedAt))
                .toList();
        Instant until = clock.instant().plus(generation.spec().drain());
        running.stream().skip(replicas).forEach(worker -> worker.drain(until));
        for (int missing = replicas - running.size(); missing > 0; missing--) {
            start(generation);
        }
    }

    private void start(Generation generation) {
        check(generation.spec());
        AllowedCommand command =
                Objects.requireNonNull(allowed.get(generation.spec().program()), "a command that was checked");
        if (!Files.isDirectory(command.folder())) {
            throw Problem.invalid("command", "the folder of " + command.name() + " is missing: ask the operator");
        }
        String id = Ids.next("wrk", clock.instant());
        Map<String, String> environment = new HashMap<>(Map.of(
                "PATH",
                PATH,
                "HOME",
                command.folder().toAbsolutePath().toString(),
                "LANG",
                "C.UTF-8",
                "TMPDIR",
                "/tmp"));
        generation.environment().get().forEach((name, value) -> environment.put(name, value.revealText()));
        Command start = new Command(id, command.words(), environment, command.folder(), StopSignal.TERM, GRACE);
        try {
            RunningWorker worker = new RunningWorker(generation.ref(), id, start, clock);
            workers.put(id, worker);
            if (closed) {
                worker.close();
            }
        } catch (UncheckedIOException | IllegalArgumentException failed) {
            // Not its message: it may quote the environment.
            LOG.warn("worker {} could not be started: {}", id, failed.getClass().getSimpleName());
            throw Problem.invalid("command", command.name() + " could not be started: ask the operator");
        }
    }

    private List<RunningWorker> of(GenerationRef generation) {
        return workers.values().stream()
                .filter(worker -> worker.generation().equals(generation))
                .toList();
    }

    @Override
    public void drain(GenerationRef generation, Duration longest) {
        Instant until = clock.instant().plus(longest);
        of(generation).forEach(worker -> worker.drain(until));
    }

    @Override
    public void remove(GenerationRef generation, String worker) {
        RunningWorker one = workers.get(worker);
        if (one != null && one.generation().equals(generation)) {
            end(one);
        }
    }

    @Override
    public void remove(GenerationRef generation) {
        of(generation).forEach(this::end);
    }

    private void end(RunningWorker worker) {
        if (!workers.remove(worker.id(), worker)) {
            return;
        }
        ending.add(worker);
        enders.execute(() -> {
            worker.close();
            ending.remove(worker);
        });
    }

    @Override
    public List<Sighting> look() {
        Instant now = clock.instant();
        List<Sighting> seen = new ArrayList<>();
        for (RunningWorker worker : workers.values()) {
            if (worker.isLate(now) && ending.add(worker)) {
                LOG.info("{} did not finish its calls in time; it is ended", worker.id());
                enders.execute(worker::close);
            }
            seen.add(worker.sighting());
        }
        return seen;
    }

    @Override
    public Follower follow(GenerationRef generation, String worker, Instant since, Consumer<String> line) {
        RunningWorker one = workers.get(worker);
        if (one == null) {
            throw Problem.notFound("worker");
        }
        return one.output().follow(line);
    }

    /** From {@code /proc}; empty where there is none. */
    @Override
    public Map<String, Secret> environment(GenerationRef generation, String worker) {
        RunningWorker one = workers.get(worker);
        if (one == null || !one.isRunning()) {
            return Map.of();
        }
        Map<String, Secret> variables = new TreeMap<>();
        try {
            byte[] all = Files.readAllBytes(Path.of("/proc", Long.toString(one.pid()), "environ"));
            for (String variable : new String(all, StandardCharsets.UTF_8).split("\0", -1)) {
                int at = variable.indexOf('=');
                if (at > 0) {
                    variables.put(variable.substring(0, at), Secret.of(variable.substring(at + 1)));
                }
            }
        } catch (IOException gone) {
            return Map.of();
        }
        return variables;
    }

    /** Ends all of them together. */
    @Override
    public void close() {
        if (enders.isShutdown()) {
            return;
        }
        closed = true;
        workers.values().forEach(this::end);
        enders.shutdown();
        try {
            if (!enders.awaitTermination(GRACE.toSeconds() + 12, TimeUnit.SECONDS)) {
                LOG.warn("{} workers have not ended", ending.size());
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
