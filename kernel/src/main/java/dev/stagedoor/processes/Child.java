// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running command that never outlives this process.
 *
 * <p>{@link #close} asks it to stop, kills it if it does not, and its descendants too. The same happens when this
 * process ends in any way: a watchdog holds the other end of a pipe that the kernel closes.
 */
public final class Child implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Child.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Command command;
    private final Process watchdog;
    private final long pid;
    private final Optional<ProcessHandle> handle;
    private final CompletableFuture<Integer> exited = new CompletableFuture<>();

    private Child(Command command, Process watchdog, long pid) {
        this.command = command;
        this.watchdog = watchdog;
        this.pid = pid;
        this.handle = ProcessHandle.of(pid);
    }

    /**
     * Starts {@code command} and passes each line of its output and errors to {@code output}, in order, on one thread.
     * A program that does not exist ends with exit code 127 and a line that says so.
     *
     * @throws UncheckedIOException if not even a shell can be started
     */
    public static Child start(Command command, Consumer<String> output) {
        return start(Watchdog.ofSystem(), command, output);
    }

    static Child start(Watchdog watchdog, Command command, Consumer<String> output) {
        try {
            Process process = watchdog.start(command);
            OutputLines lines = new OutputLines(process.getInputStream());
            Child child = new Child(command, process, firstLine(command, process, lines));
            Thread reader = Thread.ofPlatform()
                    .daemon()
                    .name("output of " + command.name())
                    .start(() -> child.read(lines, output));
            Thread.ofVirtual().name("end of " + command.name()).start(() -> child.awaitEnd(reader));
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("could not start " + command, e);
        }
    }

    private static long firstLine(Command command, Process process, OutputLines lines) throws IOException {
        @Nullable String line = lines.next();
        try {
            return Long.parseLong(String.valueOf(line));
        } catch (NumberFormatException e) {
            process.destroyForcibly();
            throw new IOException("the watchdog of " + command + " said: " + line, e);
        }
    }

    private void read(OutputLines lines, Consumer<String> output) {
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                accept(output, line);
            }
        } catch (IOException e) {
            LOG.debug("output of {} ended", command.name(), e);
        }
    }

    /** A failing consumer loses its line: if reading ended here, the child would block on a full pipe. */
    private void accept(Consumer<String> output, String line) {
        try {
            output.accept(line);
        } catch (RuntimeException | Error e) {
            LOG.warn("failed to process a line of {}", command.name(), e);
        }
    }

    private void awaitEnd(Thread reader) {
        try {
            int code = watchdog.waitFor();
            sweep();
            reader.join(LAST_WORDS);
            exited.complete(code);
        } catch (InterruptedException e) {
            exited.completeExceptionally(e);
        }
    }

    /** If the watchdog itself was killed, this does its work. */
    private void sweep() {
        letGo();
        handle.filter(ProcessHandle::isAlive).ifPresent(alive -> {
            alive.descendants().forEach(ProcessHandle::destroyForcibly);
            alive.destroyForcibly();
        });
    }

    private void letGo() {
        try {
            watchdog.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("the watchdog of {} was already gone", command.name(), e);
        }
    }

    /** The process id of the command itself. */
    public long pid() {
        return pid;
    }

    /** Whether it is running. */
    public boolean isRunning() {
        return !exited.isDone();
    }

    /** Completes with the exit code when the command has ended and its output has been read; 128 + n for signal n. */
    public CompletableFuture<Integer> exited() {
        return exited.copy();
    }

    /** Waits for the end: the exit code, or empty if it is still running. */
    public Optional<Integer> awaitExit(Duration longest) throws InterruptedException {
        try {
            return Optional.of(exited.get(longest.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException stillRunning) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of " + command + " could not be seen", e);
        }
    }

    /**
     * Stops it and waits until it is gone: at most the command's grace period, and a little more if it must be killed.
     */
    @Override
    public void close() {
        letGo();
        try {
            if (awaitExit(command.grace().plusSeconds(10)).isEmpty()) {
                LOG.warn("{} did not end when its watchdog was asked to stop it; killing both", command);
                watchdog.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return command + " as process " + pid;
    }
}
