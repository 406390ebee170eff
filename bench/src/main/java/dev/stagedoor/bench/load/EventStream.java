// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads a stream of server-sent events to its end. */
public final class EventStream {
    private static final String EVENT = "event:";
    private static final String DATA = "data:";

    private EventStream() {}

    /**
     * What was read.
     *
     * @param last   the name of the last event; empty if there was none
     * @param events how many there were; comments, and an event that was cut off, do not count
     */
    public record Read(String last, int events) {}

    /**
     * Reads it.
     *
     * @param onEvent told each event's name as soon as the event is complete
     */
    public static Read read(InputStream body, Consumer<String> onEvent) throws IOException {
        String last = "";
        int events = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String name = "message";
            boolean data = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(EVENT)) {
                    name = line.substring(EVENT.length()).strip();
                }
                data |= line.startsWith(DATA);
                if (line.isEmpty() && data) {
                    last = name;
                    events++;
                    onEvent.accept(name);
                }
                if (line.isEmpty()) {
                    name = "message";
                    data = false;
                }
            }
        }
        return new Read(last, events);
    }
}
