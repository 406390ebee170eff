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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code stagedoor dev} or {@code stagedoor serve}, started by its launcher as a process of its own. */
public final class Launched implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Thread reader;
    private final Thread hook;
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final long begun = System.nanoTime();

    private record Line(String text, Duration after) {}

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
     * Starts it at the head of a process group of its own, as a terminal does, so that {@link #signalGroup} is what
     * Ctrl-C does.
     */
    public static Launched startInOwnGroup(Shell shell, String... arguments) {
        // Whoever started the tests in the background had SIGINT ignored, and that is inherited.
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
            out.lines().forEach(text -> lines.add(new Line(text, Duration.ofNanos(System.nanoTime() - begun))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its process id: the launcher has become the JVM. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Output and errors so far. */
    public String output() {
        return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    }

    /** Its descendants at this moment: watchdogs, PostgreSQL, livekit-servers, agents. */
    public List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** Waits until a line of the output holds that text; gives the line. Fails at once when the process is over. */
    public String awaitLine(String text, Duration patience) {
        return Await.value("a line with " + text, patience, () -> {
            boolean over = !process.isAlive();
            Optional<Line> line = line(text);
            if (line.isEmpty() && over) {
                throw new AssertionError("it ended with " + process.exitValue() + ":\n" + output());
            }
            return line.map(Line::text);
        });
    }

    /** How long after its start it said that. */
    public Duration saidAfter(String text) {
        return line(text)
                .map(Line::after)
                .orElseThrow(() -> new AssertionError("no line with " + text + " in\n" + output()));
    }

    private Optional<Line> line(String text) {
        return lines.stream().filter(line -> line.text().contains(text)).findFirst();
    }

    /** Sends it a signal, such as {@code TERM} or {@code KILL}. */
    public void signal(String name) {
        kill(name, Long.toString(pid()));
    }

    /** Sends its whole process group a signal; only for one that {@link #startInOwnGroup started in its own}. */
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

    /** Waits for its end; gives its exit code, which is 128 and the signal's number if a signal ended it. */
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

    /** Stops it as an init system does: SIGTERM, then wait. Does nothing if it is over. */
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
