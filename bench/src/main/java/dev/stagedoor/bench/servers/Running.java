// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.servers;

import dev.stagedoor.bench.profile.CpuTime;
import dev.stagedoor.processes.Child;
import dev.stagedoor.processes.Command;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that has started and printed the expected line. */
public final class Running implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Child child;
    private final String said;

    private Running(Child child, String said) {
        this.child = child;
        this.said = said;
    }

    /** Starts it and returns when a line of its output matches {@code pattern}. */
    public static Running start(Command command, Pattern pattern) {
        return start(command, pattern, 1);
    }

    /** The same, when so many lines have matched: one of each of its processes. */
    public static Running start(Command command, Pattern pattern, int lines) {
        CompletableFuture<String> found = new CompletableFuture<>();
        AtomicInteger missing = new AtomicInteger(lines);
        StringBuilder last = new StringBuilder();
        Child child = Child.start(command, line -> {
            if (!found.isDone()) {
                last.append(line).append('\n');
                Matcher matcher = pattern.matcher(line);
                if (matcher.find() && missing.decrementAndGet() == 0) {
                    found.complete(matcher.group(1));
                }
            }
        });
        try {
            CompletableFuture.anyOf(found, child.exited()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (found.isDone()) {
                return new Running(child, found.join());
            }
        } catch (TimeoutException | ExecutionException e) {
            last.append(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        child.close();
        throw new IllegalStateException(command.name() + " did not start:\n" + last);
    }

    /** The text captured by the pattern's group. */
    public String said() {
        return said;
    }

    public long pid() {
        return child.pid();
    }

    public CpuTime used() {
        return CpuTime.ofTree(child.pid());
    }

    @Override
    public void close() {
        child.close();
    }
}
