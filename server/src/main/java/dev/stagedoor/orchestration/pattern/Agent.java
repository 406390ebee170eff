// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import org.jspecify.annotations.Nullable;

/**
 * An agent of a run.
 *
 * @param name        unique in the run
 * @param description what it is good at, for whoever chooses among agents; null: the start of its prompt serves
 * @param model       null for the configured default
 * @param maxTokens   the most tokens of one answer; null for the configured default
 * @param temperature null for the model's own
 */
public record Agent(
        String name,
        String systemPrompt,
        @Nullable String description,
        @Nullable String model,
        @Nullable Integer maxTokens,
        @Nullable Double temperature) {
    private static final int SHOWN = 300;

    /** One line about it, for whoever chooses among agents. */
    String introduction() {
        String text = description != null ? description : systemPrompt;
        String line = text.strip().replaceAll("\\s+", " ");
        return name + ": " + (line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…");
    }
}
