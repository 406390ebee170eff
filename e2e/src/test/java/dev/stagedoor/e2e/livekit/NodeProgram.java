// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stagedoor.e2e.Await;
import dev.stagedoor.e2e.Distribution;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A Node program of this project that reports events as lines of JSON, each with its {@code event}. It exits when its
 * standard input is closed, which also happens when this process ends in any way.
 */
final class NodeProgram implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Process process;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final List<String> otherLines = new CopyOnWriteArrayList<>();

    private NodeProgram(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /** Starts {@code script}, a path from the project root, with these variables in addition to {@code PATH}. */
    static NodeProgram start(String script, Map<String, String> environment) {
        Path file = Distribution.project().resolve(script);
        Path packages = file.resolveSibling("node_modules");
        if (!Files.isDirectory(packages)) {
            throw new AssertionError("There is no " + packages + ": run bin/npm-ci in its folder, as make test does");
        }
        ProcessBuilder builder = new ProcessBuilder("node", file.toString()).redirectErrorStream(true);
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "TMPDIR"));
        builder.environment().putAll(environment);
        try {
            NodeProgram program = new NodeProgram(script, builder.start());
            Thread.ofVirtual().name("output of " + script).start(program::read);
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException("node could not be started", e);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(this::heard);
        } catch (IOException | UncheckedIOException ended) {
            otherLines.add("(its output ended: " + ended + ")");
        }
    }

    private void heard(String line) {
        try {
            events.add(JSON.readTree(line));
        } catch (JsonProcessingException other) {
            otherLines.add(line);
        }
    }

    /** The first matching event, past or future. */
    JsonNode await(String what, Predicate<JsonNode> such) {
        try {
            return Await.value(what, PATIENCE, () -> seen(such));
        } catch (AssertionError inVain) {
            throw new AssertionError(inVain.getMessage() + ", of " + this, inVain);
        }
    }

    /** The first matching event so far. */
    Optional<JsonNode> seen(Predicate<JsonNode> such) {
        return events.stream().filter(such).findFirst();
    }

    /** Whether it is running. */
    boolean isRunning() {
        return process.isAlive();
    }

    /** By SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                process.waitFor(5, TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Its output, for the message of a failing test. */
    @Override
    public String toString() {
        return name + (isRunning() ? "" : " (ended)") + " that said " + events + otherLines;
    }
}
