// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.agent;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers a turn. */
public interface TextAgent {
    /**
     * How an answer ended.
     *
     * @param stop why, in the provider's word: {@code end_turn}
     */
    record Answered(@Nullable String stop, long inputTokens, long outputTokens) {}

    /**
     * Answers, and returns when all was said. The thread is interrupted to stop it.
     *
     * @param onText is told each piece as it comes
     * @throws dev.stagedoor.kernel.Problem {@code provider_unavailable}, {@code no_profile_selected}, {@code
     *     budget_exhausted} and the like
     */
    Answered answer(Turn turn, Consumer<String> onText);

    /** Whether it is to be told what was said before the question. */
    default boolean remembers() {
        return true;
    }
}
