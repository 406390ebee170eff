// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stagedoor.client.http.Lines;
import dev.stagedoor.client.http.ProblemException;
import dev.stagedoor.client.http.Request;
import dev.stagedoor.client.http.StagedoorException;
import dev.stagedoor.client.http.Transport;
import dev.stagedoor.client.http.UnexpectedAnswerException;
import dev.stagedoor.client.http.UnreachableException;
import dev.stagedoor.client.http.WireJson;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events, in order, each once: after a lost connection it reconnects after the last event seen ({@code
 * Last-Event-ID}). {@link #hasNext} waits for the next event. Not thread-safe; close it.
 */
public final class EventFeed<T> implements Iterator<T>, AutoCloseable {
    private static final String EVENTS = "text/event-stream";
    private static final int TRIES = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private final Transport transport;
    private final Form<T> form;
    private final Predicate<T> last;
    private Request request;
    private @Nullable Lines lines;
    private @Nullable String lastEventId;
    private @Nullable T ready;
    private boolean over;

    /** How the events of a feed are read. */
    @FunctionalInterface
    interface Form<T> {
        /** One event: its id, its name and its data. */
        T read(String id, String name, String json) throws JsonProcessingException;

        /** The request that reads what comes after that event, once the connection is lost. */
        default Request onwards(Request request, T event) {
            return request;
        }

        /** Events that are their data. */
        static <T> Form<T> data(Class<T> type) {
            return (id, name, json) -> WireJson.mapper().readValue(json, type);
        }
    }

    EventFeed(Transport transport, Request request, Form<T> form, Predicate<T> last) {
        this.transport = transport;
        this.request = request;
        this.form = form;
        this.last = last;
    }

    /**
     * Waits for the next event; false at the end.
     *
     * @throws UnreachableException if the connection was lost and reconnecting failed
     */
    @Override
    public boolean hasNext() {
        if (ready == null && !over) {
            ready = fetch();
            over = last.test(ready);
        }
        return ready != null;
    }

    @Override
    public T next() {
        if (!hasNext() || ready == null) {
            throw new NoSuchElementException();
        }
        T event = ready;
        ready = null;
        return event;
    }

    private T fetch() {
        Duration pause = FIRST_PAUSE;
        for (int tries = 1; ; tries++) {
            try {
                T event = read(connected());
                if (event != null) {
                    return event;
                }
                throw new IOException("the stream ended early");
            } catch (IOException e) {
                failed(tries, new UnreachableException("the event stream broke off: " + e.getMessage(), false, e));
            } catch (UnreachableException e) {
                failed(tries, e);
            } catch (ProblemException e) {
                failed(e.status() < 500 ? TRIES : tries, e);
            }
            Transport.pause(pause);
            pause = pause.multipliedBy(2);
        }
    }

    /** The first connection is not retried: the address may be wrong. Nor is what would happen twice. */
    private void failed(int tries, StagedoorException why) {
        boolean neverConnected = lines == null && lastEventId == null && tries == 1;
        close();
        if (neverConnected || request.repeat() == Request.Repeat.NEVER || tries >= TRIES) {
            throw why;
        }
    }

    private Lines connected() {
        if (lines == null) {
            lines = transport.open(request, EVENTS, lastEventId);
        }
        return lines;
    }

    /** The next event of this connection, by the HTML standard; null when the connection ends. */
    private @Nullable T read(Lines from) throws IOException {
        StringBuilder data = new StringBuilder();
        String id = lastEventId;
        String name = "message";
        for (String line = from.next(); line != null; line = from.next()) {
            if (line.isEmpty() && !data.isEmpty()) {
                // Only now: a truncated event does not count as seen.
                lastEventId = id;
                T event = value(id, name, data.toString());
                request = form.onwards(request, event);
                return event;
            }
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
            switch (colon < 0 ? line : line.substring(0, colon)) {
                case "id" -> id = value;
                case "event" -> name = value;
                case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
                default -> {
                    // A comment, or something newer.
                }
            }
        }
        return null;
    }

    private T value(@Nullable String id, String name, String json) {
        try {
            return form.read(id == null ? "" : id, name, json);
        } catch (JsonProcessingException e) {
            throw new UnexpectedAnswerException("the event is not the expected JSON", 200);
        }
    }

    /** Ends the connection. */
    @Override
    public void close() {
        Lines open = lines;
        lines = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            // Nothing else to clean up.
        }
    }
}
