// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.events;

import dev.stagedoor.db.Tx;
import java.util.List;
import java.util.function.Predicate;

/** Events of one UI session, and what is to be stored with them. Two with the same events are two. */
public final class Write {
    private static final Step<Predicate<Tx>> EACH = (tx, parts) ->
            parts.stream().map(part -> Step.Result.of(part.test(tx))).toList();

    private final String uiSession;
    private final List<UiEvent.Draft> events;
    private final Part<?> part;

    /** What a step stores. */
    record Part<T>(Step<T> step, T what) {}

    private Write(String uiSession, List<UiEvent.Draft> events, Part<?> part) {
        this.uiSession = uiSession;
        this.events = List.copyOf(events);
        this.part = part;
    }

    /** Events alone. */
    public static Write of(String uiSession, List<UiEvent.Draft> events) {
        return when(uiSession, events, tx -> true);
    }

    /** With what {@code first} stores; if it says no, nothing of this is stored. */
    public static Write when(String uiSession, List<UiEvent.Draft> events, Predicate<Tx> first) {
        return with(uiSession, events, EACH, first);
    }

    /** With what that step stores. */
    public static <T> Write with(String uiSession, List<UiEvent.Draft> events, Step<T> step, T what) {
        return new Write(uiSession, events, new Part<>(step, what));
    }

    String uiSession() {
        return uiSession;
    }

    List<UiEvent.Draft> events() {
        return events;
    }

    Part<?> part() {
        return part;
    }
}
