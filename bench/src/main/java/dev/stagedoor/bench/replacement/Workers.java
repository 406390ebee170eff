// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.replacement;

import dev.stagedoor.processes.Child;
import dev.stagedoor.processes.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A worker process, with its jobs inside it or in processes of their own. */
final class Workers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Child child;

    private Workers(Child child) {
        this.child = child;
    }

    /** All its jobs are in one process. */
    static Workers light(Path home, Path folder, ReplacingTenant tenant) {
        return started(
                folder,
                tenant,
                List.of("node", home.resolve("examples/light-worker/worker.mjs").toString()));
    }

    /** LiveKit's framework: each job has its process, and one waits for the next. */
    static Workers processes(Path home, Path folder, ReplacingTenant tenant) {
        return started(
                folder,
                tenant,
                List.of("node", home.resolve("examples/agent/agent.mjs").toString(), "start"));
    }

    private static Workers started(Path folder, ReplacingTenant tenant, List<String> words) {
        CountDownLatch registered = new CountDownLatch(1);
        Child child = Child.start(tenant.worker(Command.of("worker", folder, words)), line -> {
            if (line.contains("registered")) {
                registered.countDown();
            }
        });
        try {
            if (!registered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("a worker has not registered");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Workers(child);
    }

    /** The process that waits for the next job, once it is the only one. */
    long idleProcess() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            List<Long> processes = program()
                    .children()
                    .filter(Workers::isJobProcess)
                    .map(ProcessHandle::pid)
                    .toList();
            if (processes.size() == 1) {
                // It is given jobs once it has loaded the agent.
                LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
                return processes.getFirst();
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        throw new IllegalStateException("the worker has not one idle process");
    }

    private static boolean isJobProcess(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains("job_proc");
    }

    private ProcessHandle program() {
        return ProcessHandle.of(child.pid()).orElseThrow();
    }

    /** By SIGKILL. */
    void kill() {
        kill(child.pid());
        child.close();
    }

    static void kill(long process) {
        ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        child.close();
    }
}
