// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.events;

import dev.stagedoor.db.Tx;
import java.util.List;

/**
 * Stores what belongs to events, in their transaction and before them. What several writes have for one step is stored
 * together, so that a crowd needs few statements.
 */
@FunctionalInterface
public interface Step<T> {
    /** Stores those, one after the other as it were; a result for each, in their order. */
    List<Result> store(Tx tx, List<T> parts);

    /**
     * What came of a part.
     *
     * @param stored if not, its events are not stored either
     * @param more   events that follow the write's own
     */
    record Result(boolean stored, List<UiEvent.Draft> more) {
        public Result {
            more = List.copyOf(more);
        }

        /** Stored or not, without further events. */
        public static Result of(boolean stored) {
            return new Result(stored, List.of());
        }
    }
}
