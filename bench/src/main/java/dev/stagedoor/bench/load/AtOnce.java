// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Requests that are sent once, each over a connection of its own that was opened before: all at the same time. */
public final class AtOnce {
    private AtOnce() {}

    /**
     * What came of them.
     *
     * @param outcome when each was answered
     * @param answers each one's, with its head
     */
    public record Answered(Load.Outcome outcome, List<String> answers) {}

    /** Sends them to that port; each answer must be the expected one. */
    public static Answered send(int port, List<byte[]> requests, Expected expected) {
        Latencies.Recorder recorder = new Latencies.Recorder();
        List<String> answers = new ArrayList<>();
        List<KeptConnection> all = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < requests.size(); i++) {
                all.add(KeptConnection.open(port, selector, expected));
            }
            long began = System.nanoTime();
            for (int i = 0; i < requests.size(); i++) {
                all.get(i).send(requests.get(i));
            }
            while (answers.size() < requests.size()) {
                selector.select();
                for (SelectionKey ready : selector.selectedKeys()) {
                    KeptConnection connection = (KeptConnection) ready.attachment();
                    if (connection.receive()) {
                        recorder.add(System.nanoTime() - began);
                        answers.add(connection.text());
                        connection.close();
                    }
                }
                selector.selectedKeys().clear();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            return new Answered(new Load.Outcome(Latencies.of(List.of(recorder)), took), answers);
        } catch (IOException e) {
            throw new UncheckedIOException("the load broke off: " + e.getMessage(), e);
        }
    }
}
