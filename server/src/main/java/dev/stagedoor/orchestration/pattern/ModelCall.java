// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import org.jspecify.annotations.Nullable;

/**
 * One call of a model.
 *
 * @param key  which one of the run, the same whenever it is derived again: {@code round-2/Critic}
 * @param form the form the answer must have; null for text
 */
public record ModelCall(
        String key,
        Agent agent,
        Activity activity,
        Prompt prompt,
        @Nullable Form form) {
    static ModelCall text(String key, Agent agent, Activity activity, Prompt prompt) {
        return new ModelCall(key, agent, activity, prompt, null);
    }
}
