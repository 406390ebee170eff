// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.events;

import dev.stagedoor.db.Tx;
import java.util.List;
import java.util.function.Predicate;

/**
 * Events of one UI session, and what is to be stored with them.
 *
 * @param first stores what belongs to them, in the same transaction and before them; if it says no, nothing of this is
 *     stored
 */
public record Write(String uiSession, List<UiEvent.Draft> events, Predicate<Tx> first) {
    public Write {
        events = List.copyOf(events);
    }

    /** Events alone. */
    public static Write of(String uiSession, List<UiEvent.Draft> events) {
        return new Write(uiSession, events, tx -> true);
    }
}
