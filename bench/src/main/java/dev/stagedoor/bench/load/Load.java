// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Requests, in order, to a server on this machine over keep-alive connections. Each response is awaited and must be the
 * expected one. One thread does it all: waking a client thread is work for the server, and with 64 it would be much of its work.
 *
 * @param port        where it listens
 * @param requests    whole requests as bytes, by number; each is sent at once, so an array can be reused
 * @param connections the number of concurrent connections
 * @param expected    what each response must be
 */
public record Load(int port, IntFunction<byte[]> requests, int connections, Expected expected) {
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    /** The result: each response's latency and the total time. */
    public record Outcome(Latencies latencies, Duration took) {
        public double perSecond() {
            return latencies.count() * 1e9 / took.toNanos();
        }
    }

    /** Closed loop: each connection sends its next request as soon as it gets a response. */
    public Outcome asFastAsAnswered(Duration time) {
        return new Run(0).during(time);
    }

    /**
     * Open loop: a fixed rate, evenly paced, whether or not the server keeps up. Latency counts from when the request
     * was due, so that a stalled server is charged for the requests it held up.
     */
    public Outcome atRate(double perSecond, Duration time) {
        return new Run(1e9 / perSecond).during(time);
    }

    private final class Run {
        private final double apart;
        private final Latencies.Recorder recorder = new Latencies.Recorder();
        private final PriorityQueue<KeptConnection> idle =
                new PriorityQueue<>(Comparator.comparingLong(KeptConnection::due));
        private int sent;
        private int busy;
        private long begin;
        private long end;

        /** Sends a request every {@code apart} nanoseconds, or as soon as a connection is free if 0. */
        Run(double apart) {
            this.apart = apart;
        }

        Outcome during(Duration time) {
            List<KeptConnection> all = new ArrayList<>();
            try (Selector selector = Selector.open()) {
                for (int i = 0; i < connections; i++) {
                    all.add(KeptConnection.open(port, selector, expected));
                }
                begin = System.nanoTime();
                end = begin + time.toNanos();
                for (int i = 0; i < connections; i++) {
                    all.get(i).due(begin + (long) (i * apart));
                    idle.add(all.get(i));
                }
                run(selector);
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                for (KeptConnection one : all) {
                    one.close();
                }
                return new Outcome(Latencies.of(List.of(recorder)), took);
            } catch (IOException e) {
                throw new UncheckedIOException("the load broke off: " + e.getMessage(), e);
            }
        }

        private void run(Selector selector) throws IOException {
            while (busy > 0 || !idle.isEmpty()) {
                long now = System.nanoTime();
                while (!idle.isEmpty() && idle.peek().due() <= now) {
                    send(idle.poll());
                }
                await(selector);
                for (SelectionKey ready : selector.selectedKeys()) {
                    receive((KeptConnection) ready.attachment());
                }
                selector.selectedKeys().clear();
            }
        }

        private void send(KeptConnection connection) throws IOException {
            connection.send(requests.apply(sent++));
            busy++;
        }

        private void receive(KeptConnection connection) throws IOException {
            if (!connection.receive()) {
                return;
            }
            busy--;
            long now = System.nanoTime();
            recorder.add(now - connection.due());
            connection.due(apart == 0 ? now : connection.due() + (long) (apart * connections));
            if (connection.due() < end) {
                idle.add(connection);
            }
        }

        /** Waits for a response or until the next request is due. */
        private void await(Selector selector) throws IOException {
            if (idle.isEmpty()) {
                selector.select();
                return;
            }
            long left = idle.peek().due() - System.nanoTime();
            if (left > 2 * MILLISECOND) {
                selector.select(left / MILLISECOND - 1);
            } else if (selector.selectNow() == 0 && left > 0) {
                LockSupport.parkNanos(Math.min(left, MILLISECOND / 20));
            }
        }
    }
}
