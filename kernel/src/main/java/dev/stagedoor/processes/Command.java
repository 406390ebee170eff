// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.processes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What to start, and how to stop it.
 *
 * @param name        its name in logs and threads
 * @param words       the program and its arguments; every local user can read them, so they must not contain secrets
 * @param environment added to {@code PATH}, {@code HOME}, {@code LANG} and {@code TMPDIR}, the only variables that a
 *     child inherits; may contain secrets
 * @param folder      its working folder
 * @param stopSignal  the signal that asks it to stop
 * @param grace       how long it may take to stop before it is killed; in tenths of a second, rounded down
 */
public record Command(
        String name,
        List<String> words,
        Map<String, String> environment,
        Path folder,
        StopSignal stopSignal,
        Duration grace) {

    public Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
    }

    /** A command that runs in {@code folder}, is stopped by SIGTERM and killed five seconds later. */
    public static Command of(String name, Path folder, List<String> words) {
        return new Command(name, words, Map.of(), folder, StopSignal.TERM, Duration.ofSeconds(5));
    }

    /** With one more environment variable. */
    public Command with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Command(name, words, more, folder, stopSignal, grace);
    }

    /** Stopped by a signal, and killed after a grace period. */
    public Command stoppedBy(StopSignal signal, Duration within) {
        return new Command(name, words, environment, folder, signal, within);
    }

    /** The name and the program: arguments may be long, and the environment may contain secrets. */
    @Override
    public String toString() {
        return name + " (" + words.getFirst() + ")";
    }
}
