// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.cli.Main;
import dev.stagedoor.cli.console.Screen;
import dev.stagedoor.cli.console.Shell;
import dev.stagedoor.client.http.WireJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A user at a terminal, or a script, running the command in this process. */
record Cli(Map<String, String> environment, Path folder, String typed, boolean terminal, int columns) {
    /** The result of a command. */
    record Run(int code, String out, String err) {
        /** Standard output as one JSON value; fails if it is not one. */
        JsonNode json() {
            return parsed(out);
        }

        /** Standard output as JSON lines. */
        List<JsonNode> lines() {
            return out.lines().map(Run::parsed).toList();
        }

        /** Text at a path of the JSON, such as {@code /dispatch/status}. */
        String at(String pointer) {
            return json().at(pointer).asText();
        }

        private static JsonNode parsed(String text) {
            try {
                return WireJson.mapper().readTree(text);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }
    }

    /** A script in that folder, with no server configured. */
    static Cli script(Path folder) {
        return new Cli(Map.of("NO_COLOR", "1"), folder, "", false, 0);
    }

    /** With an environment variable. */
    Cli with(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new Cli(Map.copyOf(more), folder, typed, terminal, columns);
    }

    /** With that standard input, typed if it is a terminal. */
    Cli typing(String text) {
        return new Cli(environment, folder, text, terminal, columns);
    }

    /** At a terminal that many columns wide. */
    Cli onTerminal(int wide) {
        return new Cli(environment, folder, typed, true, wide);
    }

    /** Runs a command; words are separated by spaces. */
    Run run(String line) {
        return run(line.split(" "));
    }

    /** Runs a command. */
    Run run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Screen(terminal, terminal, terminal, () -> columns, prompt -> Optional.of(typed));
        Shell shell = new Shell(
                environment,
                folder,
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                screen);
        int code = Main.run(shell, arguments);
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
