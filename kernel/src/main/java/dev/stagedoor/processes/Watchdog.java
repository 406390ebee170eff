// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.processes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The shell script between us and a command; the script documents itself. */
record Watchdog(String shell, Map<String, String> ourEnvironment) {
    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "TMPDIR");
    private static final String SCRIPT = script();

    Watchdog {
        ourEnvironment = Map.copyOf(ourEnvironment);
    }

    /** The watchdog, run by the system's shell. */
    static Watchdog ofSystem() {
        return new Watchdog("/bin/sh", System.getenv());
    }

    /** Starts {@code command}; closing the process's standard input stops it. Output and errors are one stream. */
    Process start(Command command) throws IOException {
        List<String> words =
                new ArrayList<>(List.of(shell, "-c", "eval \"$STAGEDOOR_WATCHDOG\"", "stagedoor-watchdog"));
        words.add("start");
        words.add(command.stopSignal().name());
        words.add(Long.toString(command.grace().toMillis() / 100));
        words.addAll(command.words());
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(command.folder().toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        for (String name : INHERITED) {
            String value = ourEnvironment.get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.putIfAbsent("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        environment.putAll(command.environment());
        environment.put("STAGEDOOR_WATCHDOG", SCRIPT);
        environment.put("STAGEDOOR_SHELL", shell);
        return builder.start();
    }

    private static String script() {
        try (InputStream in = Objects.requireNonNull(Watchdog.class.getResourceAsStream("watchdog.sh"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
