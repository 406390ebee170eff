package dev.stagedoor.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a server on this machine, in turn, over kept connections. Every answer is waited for and must be a 201.
 *
 * @param port        where it listens
 * @param requests    whole requests as bytes, one for each tenant
 * @param connections how many at once, a thread each
 */
record Load(int port, List<byte[]> requests, int connections) {
    /** What came of it: each answer's latency, and how long all of it took. */
    record Outcome(Latencies latencies, Duration took) {
        double perSecond() {
            return latencies.count() * 1e9 / took.toNanos();
        }
    }

    /** When the {@code n}th request of a connection is due, in nanoseconds after the beginning. */
    private interface Schedule {
        long due(int connection, int n);
    }

    /** Closed: each connection asks again as soon as it was answered. */
    Outcome asFastAsAnswered(Duration time) {
        return run(time, null);
    }

    /**
     * Open: so many requests a second, evenly, whether or not the server keeps up. A latency counts from when its
     * request was due, so that a server that stalls is not spared the requests it held up.
     */
    Outcome atRate(double perSecond, Duration time) {
        double apart = 1e9 / perSecond;
        return run(time, (connection, n) -> (long) (((long) n * connections + connection) * apart));
    }

    private Outcome run(Duration time, @Nullable Schedule schedule) {
        List<Latencies.Recorder> recorders = new ArrayList<>();
        List<Future<?>> all = new ArrayList<>();
        long begin = System.nanoTime() + Duration.ofMillis(20).toNanos();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("load-", 0).factory())) {
            for (int i = 0; i < connections; i++) {
                int connection = i;
                Latencies.Recorder recorder = new Latencies.Recorder();
                recorders.add(recorder);
                all.add(threads.submit(() -> {
                    drive(connection, begin, begin + time.toNanos(), schedule, recorder);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load broke off: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return new Outcome(Latencies.of(recorders), Duration.ofNanos(System.nanoTime() - begin));
    }

    private void drive(int connection, long begin, long end, @Nullable Schedule schedule, Latencies.Recorder recorder)
            throws IOException {
        try (KeepAliveConnection server = KeepAliveConnection.open(port)) {
            for (int n = 0; ; n++) {
                long due = schedule == null ? System.nanoTime() : begin + schedule.due(connection, n);
                if (due >= end) {
                    return;
                }
                awaitTime(due);
                server.exchange(requests.get((connection + n) % requests.size()));
                recorder.add(System.nanoTime() - due);
            }
        }
    }

    private static void awaitTime(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
