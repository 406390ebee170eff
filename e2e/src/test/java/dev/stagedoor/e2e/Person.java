// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A participant in a real room: {@code e2e/js/participant.mjs}, which joins with LiveKit's own client. */
public final class Person implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private Person(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::readLines);
    }

    /** Starts joining the token's room; returns at once. */
    public static Person goes(String serverUrl, String token) {
        Path scripts = Distribution.project().resolve("e2e/js");
        if (!Files.isDirectory(scripts.resolve("node_modules"))) {
            throw new AssertionError("The participant's packages are missing: run bin/npm-ci e2e/js");
        }
        Shell shell = Shell.in(scripts).with("LIVEKIT_URL", serverUrl).with("TOKEN", token);
        try {
            return new Person(shell.builder(List.of("node", "participant.mjs"))
                    .redirectErrorStream(true)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Joins the token's room; returns once connected. */
    public static Person in(String serverUrl, String token) {
        Person person = goes(serverUrl, token);
        person.await("connected");
        return person;
    }

    private void readLines() {
        try (BufferedReader out = process.inputReader()) {
            out.lines().forEach(lines::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a message to the room's chat. */
    public void says(String text) {
        PrintWriter in = new PrintWriter(process.outputWriter(), true);
        in.println(text);
    }

    /** Waits for the first event of that name, such as {@code disconnected}; {@code e2e/js/README.md} lists them. */
    public JsonNode await(String event) {
        return Await.value(
                "an event " + event + " of " + this,
                PATIENCE,
                () -> events(event).findFirst());
    }

    /** Waits for a chat message that contains that text. */
    public JsonNode awaitText(String text) {
        return Await.value(
                "a message \"" + text + "\" to " + this,
                PATIENCE,
                () -> events("text")
                        .filter(message -> message.path("text").asText().contains(text))
                        .findFirst());
    }

    /** Whether they have neither left nor been removed. */
    public boolean isThere() {
        return process.isAlive() && ending().isEmpty();
    }

    /** The event that ended it: {@code disconnected}, or {@code connect_failed} if they were not admitted. */
    public Optional<JsonNode> ending() {
        return Stream.concat(events("disconnected"), events("connect_failed")).findFirst();
    }

    private Stream<JsonNode> events(String name) {
        return lines.stream()
                .flatMap(line -> json(line).stream())
                .filter(line -> line.path("event").asText().equals(name));
    }

    private static Optional<JsonNode> json(String line) {
        try {
            return Optional.of(JSON.readTree(line));
        } catch (JsonProcessingException notOfTheScript) {
            return Optional.empty();
        }
    }

    /** Leaves the room. */
    @Override
    public void close() {
        process.toHandle().destroy();
        process.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(still -> {
                    process.toHandle().destroyForcibly();
                    return process;
                })
                .join();
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
