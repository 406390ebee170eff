// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A form that a success can take, for the documents. A route without one replies 204. */
public sealed interface Answer {
    /**
     * A record of {@code api/}, as JSON.
     *
     * @param example one, for the documents
     */
    record Json(Class<?> type, @Nullable Object example) implements Answer {
        /** Without an example. */
        public Json(Class<?> type) {
            this(type, null);
        }

        /** With that record as the example. */
        public static Json like(Record example) {
            return new Json(example.getClass(), example);
        }
    }

    /** Text or bytes of that content type: {@code text/html}. */
    record Media(String contentType) implements Answer {}

    /** Server-sent events. */
    record Events(List<Event> events) implements Answer {
        public Events {
            events = List.copyOf(events);
        }
    }

    /** Another server's reply, passed on as it arrives: JSON, or server-sent events. */
    record Passed() implements Answer {}

    /**
     * A WebSocket.
     *
     * @param terms null for those that all have
     */
    record Socket(dev.stagedoor.http.Socket.@Nullable Terms terms) implements Answer {}

    /**
     * One kind of server-sent event.
     *
     * @param name        its {@code event:}
     * @param data        the record in its {@code data:}, as JSON
     * @param description what it means, in a sentence
     */
    record Event(String name, Class<?> data, String description) {}
}
