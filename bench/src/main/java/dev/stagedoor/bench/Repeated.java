// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.bench.load.Latencies;
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** An action that is timed over many runs, then undone untimed. */
final class Repeated {
    private final String name;
    private final Supplier<Runnable> action;
    private final Runnable settle;
    private final List<Latencies.Recorder> recorders = new ArrayList<>();

    /** {@code action} runs it and returns its undo; {@code settle} waits until nothing is left of it. */
    Repeated(String name, Supplier<Runnable> action, Runnable settle) {
        this.name = name;
        this.action = action;
        this.settle = settle;
    }

    /** Runs it {@code count} times, {@code atATime} in parallel, then undoes every run and lets it settle. */
    void block(int count, int atATime) {
        List<Callable<List<Runnable>>> workers = new ArrayList<>();
        for (int i = 0; i < atATime; i++) {
            Latencies.Recorder recorder = new Latencies.Recorder();
            recorders.add(recorder);
            workers.add(() -> timed(count / atATime, recorder));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<List<Runnable>> done : threads.invokeAll(workers)) {
                done.get().forEach(undo -> threads.execute(undo));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(name + " failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        settle.run();
    }

    private List<Runnable> timed(int count, Latencies.Recorder recorder) {
        List<Runnable> undo = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long began = System.nanoTime();
            undo.add(action.get());
            recorder.add(System.nanoTime() - began);
        }
        return undo;
    }

    /** Discards the timings so far, which were only warm-up. */
    void forget() {
        recorders.clear();
    }

    void report(int atATime, MarkdownTable table) {
        Latencies all = Latencies.of(recorders);
        table.row(
                name,
                Integer.toString(atATime),
                Text.hundredths(all.millis(50)),
                Text.hundredths(all.millis(95)),
                Text.hundredths(all.millis(99)),
                Integer.toString(all.count()));
    }
}
