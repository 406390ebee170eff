// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.bench.load.Latencies;
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.report.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** An action that is timed over many runs; undoing it is not timed. */
final class Repeated {
    private final String name;
    private final Supplier<Runnable> action;
    private final Runnable settle;
    private final boolean undoneAtOnce;
    private final boolean mayFail;
    private final List<Latencies.Recorder> recorders = new ArrayList<>();

    /** {@code action} runs it and returns its undo; {@code settle} waits until nothing is left of it. */
    Repeated(String name, Supplier<Runnable> action, Runnable settle) {
        this(name, action, settle, false, false);
    }

    private Repeated(String name, Supplier<Runnable> action, Runnable settle, boolean undoneAtOnce, boolean mayFail) {
        this.name = name;
        this.action = action;
        this.settle = settle;
        this.undoneAtOnce = undoneAtOnce;
        this.mayFail = mayFail;
    }

    /** Each run is undone before the next one: a stream, say, of which only the beginning is timed, is read to its end. */
    static Repeated undoneAtOnce(String name, Supplier<Runnable> action) {
        return new Repeated(name, action, () -> {}, true, false);
    }

    /** The same, where a failed run ends its block and nothing else. */
    Repeated orFailed() {
        return new Repeated(name, action, settle, undoneAtOnce, true);
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
            if (mayFail) {
                Settings.say(name + " failed: " + e.getCause());
                return;
            }
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
            Runnable back = action.get();
            recorder.add(System.nanoTime() - began);
            if (undoneAtOnce) {
                back.run();
            } else {
                undo.add(back);
            }
        }
        return undo;
    }

    /** Discards the timings so far, which were only warm-up. */
    void forget() {
        recorders.clear();
    }

    String name() {
        return name;
    }

    /** The timings since the last {@link #forget}. */
    Latencies latencies() {
        return Latencies.of(recorders);
    }

    void report(int atATime, MarkdownTable table) {
        Latencies all = latencies();
        table.row(
                name,
                Integer.toString(atATime),
                Text.hundredths(all.millis(50)),
                Text.hundredths(all.millis(95)),
                Text.hundredths(all.millis(99)),
                Integer.toString(all.count()));
    }
}
