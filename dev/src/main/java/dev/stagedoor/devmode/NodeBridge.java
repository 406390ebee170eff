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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The voice bridge, on a free port of this machine. */
public final class NodeBridge implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern LISTENING = Pattern.compile("\\{\"event\":\"listening\".*\"port\":([0-9]+)}");

    private final Child child;
    private final LogFile log;
    private final String url;

    private NodeBridge(Child child, LogFile log, String url) {
        this.child = child;
        this.log = log;
        this.url = url;
    }

    /** Whether Node, the bridge and its packages are there. */
    public static boolean isInstalled(Installation installation) {
        return installation.program("node").isPresent()
                && Files.isDirectory(installation.bridgeFolder().resolve("node_modules"));
    }

    /**
     * Starts it, with {@code bridge.log} in that folder; returns once it listens.
     *
     * @throws ChildNotStarted if it does not
     */
    public static NodeBridge start(Installation installation, Path logFolder, Secret secret) {
        Path node = installation.program("node").orElseThrow(() -> new ChildNotStarted("node is not on the PATH"));
        Command command = Command.of(
                        "voice-bridge", installation.bridgeFolder(), List.of(node.toString(), "bridge.mjs"))
                .with("STAGEDOOR_BRIDGE_LISTEN", "127.0.0.1:0")
                .with("STAGEDOOR_BRIDGE_SECRET", secret.revealText())
                .stoppedBy(StopSignal.TERM, Duration.ofSeconds(8));
        try {
            CompletableFuture<String> port = new CompletableFuture<>();
            LogFile log = new LogFile(logFolder.resolve("bridge.log"));
            Child child = Child.start(command, line -> {
                log.accept(line);
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port.complete(listening.group(1));
                }
            });
            try {
                CompletableFuture.anyOf(port, child.exited()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                return new NodeBridge(child, log, "ws://127.0.0.1:" + port.get(0, TimeUnit.SECONDS));
            } catch (TimeoutException | ExecutionException e) {
                child.close();
                log.close();
                throw new ChildNotStarted("the voice bridge did not start. The end of its log:\n" + log.tail(), e);
            }
        } catch (IOException e) {
            throw new ChildNotStarted("the voice bridge could not be started: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChildNotStarted("interrupted while the voice bridge was starting", e);
        }
    }

    /** Where it listens: {@code ws://127.0.0.1:PORT}. */
    public String url() {
        return url;
    }

    /** Its process id. */
    public long pid() {
        return child.pid();
    }

    @Override
    public void close() {
        child.close();
        log.close();
    }
}
