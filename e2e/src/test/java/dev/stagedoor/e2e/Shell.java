// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stagedoor.livekit.RealServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A shell that runs commands one at a time.
 *
 * @param folder      the working directory
 * @param environment the whole environment of its commands
 * @param typed       the standard input of its commands
 */
public record Shell(Path folder, Map<String, String> environment, String typed) {
    private static final long PATIENCE_SECONDS = 120;
    private static final ObjectMapper JSON = new ObjectMapper();

    public Shell {
        environment = Map.copyOf(environment);
    }

    /** The result of a command. */
    public record Ran(List<String> words, int code, String out, String err) {
        /** This result if the exit code is 0; otherwise fails with all the output. */
        public Ran must() {
            if (code != 0) {
                throw new AssertionError(this);
            }
            return this;
        }

        /** Standard output as one JSON value. */
        public JsonNode json() {
            return parsed(out);
        }

        /** Standard output as JSON lines. */
        public List<JsonNode> lines() {
            return out.lines().map(Ran::parsed).toList();
        }

        /** Text at a JSON pointer, such as {@code /dispatch/status}; "" if there is none. */
        public String at(String pointer) {
            return json().at(pointer).asText("");
        }

        private static JsonNode parsed(String text) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }
    }

    /**
     * A shell in that folder with a minimal environment: the programs on the PATH, this JVM's JDK and the real
     * livekit-server, if there is one.
     */
    public static Shell in(Path folder) {
        Map<String, String> environment = new HashMap<>();
        Stream.of("PATH", "HOME", "LANG", "TMPDIR", "STAGEDOOR_CACHE").forEach(name -> {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        });
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // Commands and servers of tests end before the optimizing compiler pays off.
        environment.put("STAGEDOOR_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        RealServer.find().ifPresent(program -> environment.put("LIVEKIT_SERVER", program.toString()));
        return new Shell(folder, environment, "");
    }

    /** With an environment variable. */
    public Shell with(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new Shell(folder, more, typed);
    }

    /** With that standard input. */
    public Shell typing(String text) {
        return new Shell(folder, environment, text);
    }

    /** Runs {@code stagedoor} through its launcher. */
    public Ran stagedoor(String... arguments) {
        String launcher = Distribution.laidOut().launcher().toString();
        return run(Stream.concat(Stream.of(launcher), Stream.of(arguments)).toArray(String[]::new));
    }

    /** Runs a command to completion; fails if that takes more than two minutes. */
    public Ran run(String... words) {
        Path out = file("out");
        Path err = file("err");
        try {
            Process process = builder(List.of(words))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.outputWriter(StandardCharsets.UTF_8).append(typed).close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end: " + new Ran(List.of(words), -1, read(out), read(err)));
            }
            return new Ran(List.of(words), process.exitValue(), read(out), read(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            Folders.delete(out);
            Folders.delete(err);
        }
    }

    /** A command of this shell, not started yet. */
    ProcessBuilder builder(List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    private static Path file(String name) {
        try {
            return Files.createTempFile("stagedoor-", name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }
}
