// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import java.util.List;

/** A form that a success can take, for the documents. A route without one replies 204. */
public sealed interface Answer {
    /** A record of {@code api/}, as JSON. */
    record Json(Class<?> type) implements Answer {}

    /** Text or bytes of that content type: {@code text/html}. */
    record Media(String contentType) implements Answer {}

    /** Server-sent events. */
    record Events(List<Event> events) implements Answer {
        public Events {
            events = List.copyOf(events);
        }
    }

    /** A WebSocket. */
    record Socket() implements Answer {}

    /**
     * One kind of server-sent event.
     *
     * @param name        its {@code event:}
     * @param data        the record in its {@code data:}, as JSON
     * @param description what it means, in a sentence
     */
    record Event(String name, Class<?> data, String description) {}
}
