// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.busy;

import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.processes.Child;
import dev.stagedoor.processes.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * An agent worker of LiveKit's own framework at its default settings: it is full while the machine's processors are busy
 * for more than 70 % of the time, and tells LiveKit every 2.5 s.
 */
final class BusyWorker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FREE_FOR = Duration.ofSeconds(6);
    private static final long LOOK_EVERY = Duration.ofMillis(5).toNanos();

    private final Kind kind;
    private final Child child;
    private volatile boolean registered;
    private volatile boolean full;
    private volatile long since = System.nanoTime();
    private volatile String lastLine = "";

    private BusyWorker(Kind kind, Command command) {
        this.kind = kind;
        this.child = Child.start(command, this::heard);
    }

    /** The framework's two languages. */
    enum Kind {
        NODE,
        PYTHON;

        /** How to start it; empty if it is not installed. */
        Optional<List<String>> words(Path home) {
            Path workers = home.resolve("bench/workers");
            Path needed = home.resolve(
                    this == NODE ? "examples/agent/node_modules/@livekit/agents" : ".tools/agents/bin/python");
            if (!Files.exists(needed)) {
                return Optional.empty();
            }
            return Optional.of(
                    this == NODE
                            ? List.of("node", workers.resolve("worker.mjs").toString(), "start")
                            : List.of(
                                    needed.toString(),
                                    workers.resolve("worker.py").toString(),
                                    "start"));
        }
    }

    /** Starts one and returns once it has registered and starting it no longer keeps the processors busy. */
    static BusyWorker start(Kind kind, Settings settings, BusyTenant tenant) {
        List<String> words = kind.words(settings.home()).orElseThrow();
        Command command = tenant.workers(Command.of("worker", settings.folder(), words));
        BusyWorker worker = new BusyWorker(kind, command);
        try {
            worker.await("registered", () -> worker.registered);
            worker.awaitFree();
            return worker;
        } catch (IllegalStateException e) {
            worker.close();
            throw e;
        }
    }

    private void heard(String line) {
        if (line.contains("at full capacity")) {
            change(true);
        } else if (line.contains("below capacity")) {
            change(false);
        } else if (line.contains("registered worker")) {
            since = System.nanoTime();
            registered = true;
        }
        lastLine = line;
    }

    private void change(boolean now) {
        Settings.say("busy: the worker is " + (now ? "full" : "free"));
        full = now;
        since = System.nanoTime();
    }

    /**
     * Keeps the processors busy until the worker has told LiveKit that it is full. It then stays so for 2.5 s, after
     * which it has seen that they are idle again.
     */
    void fill() {
        List<Thread> burners = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            burners.add(Thread.ofPlatform().daemon().start(BusyWorker::burn));
        }
        try {
            await("full", () -> full);
        } finally {
            burners.forEach(Thread::interrupt);
        }
    }

    private static void burn() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    /** Returns when it has been free for two of its measurements. */
    void awaitFree() {
        await("free", () -> !full && System.nanoTime() - since > FREE_FOR.toNanos());
    }

    private void await(String what, BooleanSupplier reached) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (!child.isRunning() || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "the " + kind + " worker is not " + what + "; the last line that it wrote: " + lastLine);
            }
            LockSupport.parkNanos(LOOK_EVERY);
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
