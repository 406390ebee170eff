// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code stagedoor dev} or {@code stagedoor serve}, started by its launcher as a separate process. */
public final class Launched implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Thread reader;
    private final Thread hook;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private Launched(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::readLines);
        this.hook = new Thread(process.toHandle()::destroy);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts it from that shell and returns at once. */
    public static Launched start(Shell shell, String... arguments) {
        String launcher = Distribution.laidOut().launcher().toString();
        return start(
                shell, Stream.concat(Stream.of(launcher), Stream.of(arguments)).toList());
    }

    /**
     * Starts it as the leader of its own process group, as a terminal does, so that {@link #signalGroup} acts like
     * Ctrl-C.
     */
    public static Launched startInOwnGroup(Shell shell, String... arguments) {
        // If the tests were started in the background, SIGINT is ignored, and children inherit that.
        Stream<String> before = Stream.of(
                "setsid",
                "env",
                "--default-signal=INT",
                Distribution.laidOut().launcher().toString());
        return start(shell, Stream.concat(before, Stream.of(arguments)).toList());
    }

    /** Starts another program the same way, such as {@code node server.mjs}. */
    public static Launched start(Shell shell, List<String> words) {
        try {
            return new Launched(shell.builder(words).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readLines() {
        try (BufferedReader out = process.inputReader()) {
            out.lines().forEach(lines::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its process id: the launcher has exec'd the JVM. */
    public long pid() {
        return process.pid();
    }

    /** Whether it is running. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Output and errors so far. */
    public String output() {
        return String.join("\n", lines);
    }

    /** Its current descendants: watchdogs, PostgreSQL, livekit-servers, agents. */
    public List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** Waits for a line of output that contains the text, and returns it. Fails at once if the process has ended. */
    public String awaitLine(String text, Duration patience) {
        return Await.value("a line with " + text, patience, () -> {
            boolean over = !process.isAlive();
            Optional<String> line = line(text);
            if (line.isEmpty() && over) {
                throw new AssertionError("it ended with " + process.exitValue() + ":\n" + output());
            }
            return line;
        });
    }

    private Optional<String> line(String text) {
        return lines.stream().filter(line -> line.contains(text)).findFirst();
    }

    /** Sends it a signal, such as {@code TERM} or {@code KILL}. */
    public void signal(String name) {
        kill(name, Long.toString(pid()));
    }

    /** Signals its whole process group; only for one that {@link #startInOwnGroup started in its own}. */
    public void signalGroup(String name) {
        kill(name, "-" + pid());
    }

    private static void kill(String signal, String target) {
        try {
            int code = new ProcessBuilder("/bin/kill", "-s", signal, "--", target)
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new AssertionError("kill -s " + signal + " " + target + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for it to exit; returns the exit code, or 128 plus the signal's number if a signal ended it. */
    public int awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("it does not end:\n" + output());
            }
            reader.join(PATIENCE);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Stops it as an init system does: SIGTERM, then wait. Does nothing if it has ended. */
    @Override
    public void close() {
        try {
            process.toHandle().destroy();
            awaitEnd();
        } finally {
            process.toHandle().destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
