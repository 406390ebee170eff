// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.kernel.Ids;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens to the tenant of a change.
 *
 * @param subject whose events are delivered in order: a call's id; "" for none
 * @param data    a few ids, words and numbers; never a secret, a token, a phone number or what may hold one, such as a
 *     room's name
 */
public record Event(EventType type, String subject, Map<String, Object> data) {
    private static final String PREFIX = "evt";

    public Event {
        data = Collections.unmodifiableMap(new TreeMap<>(data));
    }

    /** Something that happens to a call, or to nothing in particular; a null in the data is left out. */
    public static Event of(EventType type, @Nullable String call, Map<String, ? extends @Nullable Object> data) {
        Map<String, Object> told = new LinkedHashMap<>();
        data.forEach((name, value) -> {
            if (value != null) {
                told.put(name, value);
            }
        });
        if (call != null) {
            told.put("call_id", call);
        }
        return new Event(type, call == null ? "" : call, told);
    }

    static String newId(Instant now) {
        return Ids.next(PREFIX, now);
    }

    /**
     * One that was raised.
     *
     * @param seq  its place among the tenant's events
     * @param type as it was stored, perhaps by a newer version
     * @param data a JSON object
     */
    record Raised(long seq, String id, String type, String data, Instant at) {}
}
