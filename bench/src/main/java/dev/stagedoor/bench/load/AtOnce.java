// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Requests that are sent once, each over a connection of its own that was opened before: all at the same time. */
public final class AtOnce {
    private AtOnce() {}

    /** Whoever is told to come later does so after that. */
    private static final Duration LATER = Duration.ofSeconds(1);

    /**
     * What came of them.
     *
     * @param outcome when each was answered as it must be, from the moment in which all were sent
     * @param answers each one's, with its head
     * @param refused requests that were told to come later
     */
    public record Answered(Load.Outcome outcome, List<String> answers, int refused) {}

    /** Sends them to that port; each answer must be the expected one. */
    public static Answered send(int port, List<byte[]> requests, Expected expected) {
        try (Selector selector = Selector.open()) {
            Run run = new Run(port, selector, expected);
            run.send(requests);
            while (run.answers.size() < requests.size()) {
                run.proceed();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - run.began);
            return new Answered(new Load.Outcome(Latencies.of(List.of(run.recorder)), took), run.answers, run.refused);
        } catch (IOException e) {
            throw new UncheckedIOException("the load broke off: " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // only read
    private record Later(byte[] request, long due) {}

    private static final class Run {
        private final int port;
        private final Selector selector;
        private final Expected expected;
        private final Latencies.Recorder recorder = new Latencies.Recorder();
        private final List<String> answers = new ArrayList<>();
        private final IdentityHashMap<KeptConnection, byte[]> sent = new IdentityHashMap<>();
        private final Deque<Later> later = new ArrayDeque<>();
        private final long began = System.nanoTime();
        private int refused;

        Run(int port, Selector selector, Expected expected) {
            this.port = port;
            this.selector = selector;
            this.expected = expected;
        }

        void send(List<byte[]> requests) throws IOException {
            for (byte[] request : requests) {
                sent.put(KeptConnection.open(port, selector, expected), request);
            }
            for (Map.Entry<KeptConnection, byte[]> each : sent.entrySet()) {
                each.getKey().send(each.getValue());
            }
        }

        void proceed() throws IOException {
            while (!later.isEmpty() && System.nanoTime() >= later.element().due) {
                KeptConnection connection = KeptConnection.open(port, selector, expected);
                byte[] request = later.remove().request;
                sent.put(connection, request);
                connection.send(request);
            }
            selector.select(later.isEmpty() ? 1_000 : 1);
            for (SelectionKey ready : selector.selectedKeys()) {
                receive((KeptConnection) ready.attachment());
            }
            selector.selectedKeys().clear();
        }

        private void receive(KeptConnection connection) throws IOException {
            try {
                if (!connection.receive()) {
                    return;
                }
                recorder.add(System.nanoTime() - began);
                answers.add(connection.text());
            } catch (IOException notExpected) {
                if (!connection.text().startsWith("HTTP/1.1 503 ")) {
                    throw notExpected;
                }
                refused++;
                later.add(new Later(Objects.requireNonNull(sent.get(connection)), System.nanoTime() + LATER.toNanos()));
            }
            sent.remove(connection);
            connection.close();
        }
    }
}
