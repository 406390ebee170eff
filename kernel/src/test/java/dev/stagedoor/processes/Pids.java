// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.processes;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at the process table. */
final class Pids {
    private Pids() {}

    /** The processes that a line of ids names. All of them run, or this fails. */
    static List<ProcessHandle> running(String line) {
        return Arrays.stream(line.strip().split(" "))
                .map(pid -> ProcessHandle.of(Long.parseLong(pid))
                        .filter(ProcessHandle::isAlive)
                        .orElseThrow(() -> new AssertionError("process " + pid + " does not run")))
                .toList();
    }

    /** Those that still run after that time. */
    static List<ProcessHandle> leftAfter(Duration longest, List<ProcessHandle> processes) {
        long deadline = System.nanoTime() + longest.toNanos();
        return processes.stream()
                .flatMap(process -> stillThere(process, deadline).stream())
                .toList();
    }

    private static Optional<ProcessHandle> stillThere(ProcessHandle process, long deadline) {
        try {
            process.onExit().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of(process);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
