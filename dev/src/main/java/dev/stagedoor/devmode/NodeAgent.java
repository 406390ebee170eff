// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.devmode;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.processes.Child;
import dev.stagedoor.processes.Command;
import dev.stagedoor.processes.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The demo agent's worker for one tenant. It gets only that tenant's server, key and secret. */
public final class NodeAgent implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OLDEST_NODE = 20;
    private static final Pattern NODE_VERSION = Pattern.compile("v([0-9]+)\\..*");

    /**
     * What to start.
     *
     * @param name      the name in its log and thread, such as the tenant's slug
     * @param logFolder the folder of {@code agent-NAME.log}
     * @param url       the tenant's LiveKit server
     * @param apiKey    the tenant's key
     * @param apiSecret the key's secret
     * @param agentName the name in dispatches
     * @param stagedoor the URL of the server that gives it leases for its model
     */
    public record Spec(
            String name,
            Path logFolder,
            String url,
            String apiKey,
            Secret apiSecret,
            String agentName,
            String stagedoor) {}

    private final Child child;
    private final LogFile log;

    private NodeAgent(Child child, LogFile log) {
        this.child = child;
        this.log = log;
    }

    /**
     * Starts the worker and returns when it has registered with its server.
     *
     * @throws ChildNotStarted if Node or the agent's packages are missing, or it does not register; says what to do
     */
    public static NodeAgent start(Installation installation, Spec spec) {
        try {
            Path node = requireNode(installation);
            requirePackages(installation);
            CompletableFuture<Void> registered = new CompletableFuture<>();
            LogFile log = new LogFile(spec.logFolder().resolve("agent-" + spec.name() + ".log"));
            Child child = Child.start(command(installation, node, spec), line -> {
                log.accept(line);
                if (line.contains("registered worker")) {
                    registered.complete(null);
                }
            });
            NodeAgent agent = new NodeAgent(child, log);
            if (!agent.await(registered)) {
                agent.close();
                throw new ChildNotStarted("the agent worker " + spec.name() + " did not register with " + spec.url()
                        + ". The end of its log, " + log.path() + ":\n" + log.tail());
            }
            return agent;
        } catch (IOException e) {
            throw new ChildNotStarted("the agent worker " + spec.name() + " could not be started: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChildNotStarted("interrupted while the agent worker " + spec.name() + " was starting", e);
        }
    }

    private static Command command(Installation installation, Path node, Spec spec) {
        return Command.of(
                        "agent-" + spec.name(),
                        installation.agentFolder(),
                        List.of(node.toString(), "agent.mjs", "start"))
                .with("LIVEKIT_URL", spec.url())
                .with("LIVEKIT_API_KEY", spec.apiKey())
                .with("LIVEKIT_API_SECRET", spec.apiSecret().revealText())
                .with("AGENT_NAME", spec.agentName())
                .with("STAGEDOOR_URL", spec.stagedoor())
                .stoppedBy(StopSignal.TERM, Duration.ofSeconds(8));
    }

    private boolean await(CompletableFuture<Void> registered) throws InterruptedException {
        try {
            CompletableFuture.anyOf(registered, child.exited()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return registered.isDone() && child.isRunning();
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    /**
     * The Node that workers run on.
     *
     * @throws ChildNotStarted if it is missing or too old; says what to do
     */
    public static Path requireNode(Installation installation) throws InterruptedException {
        Path node = installation
                .program("node")
                .orElseThrow(() -> new ChildNotStarted("The demo agent needs Node "
                        + OLDEST_NODE
                        + " or newer, which is not on the PATH. Install it (https://nodejs.org), or start with"
                        + " --no-agent."));
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Command ask = Command.of("node --version", Path.of("."), List.of(node.toString(), "--version"));
        try (Child child = Child.start(ask, lines::add)) {
            child.awaitExit(Duration.ofSeconds(20));
        }
        String version = String.join(" ", lines);
        Matcher major = NODE_VERSION.matcher(version);
        if (!major.matches() || Integer.parseInt(major.group(1)) < OLDEST_NODE) {
            throw new ChildNotStarted("The demo agent needs Node " + OLDEST_NODE + " or newer, but " + node + " says "
                    + version + ". Install a newer one (https://nodejs.org), or start with --no-agent.");
        }
        return node;
    }

    /**
     * Checks for the agent and its packages.
     *
     * @throws ChildNotStarted if they are missing; says what to do
     */
    public static void requirePackages(Installation installation) {
        if (!Files.isRegularFile(installation.agentFolder().resolve("agent.mjs"))) {
            throw new ChildNotStarted(
                    "There is no demo agent in " + installation.agentFolder() + "; start with --no-agent.");
        }
        if (!Files.isDirectory(installation.agentFolder().resolve("node_modules"))) {
            throw new ChildNotStarted(
                    "The demo agent's packages are not installed. Run npm ci in " + installation.agentFolder() + ".");
        }
    }

    /** Its process id. */
    public long pid() {
        return child.pid();
    }

    /** Whether it is running. */
    public boolean isRunning() {
        return child.isRunning();
    }

    @Override
    public void close() {
        child.close();
        log.close();
    }
}
