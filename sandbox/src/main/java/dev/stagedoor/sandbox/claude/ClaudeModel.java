// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A model and what its API refuses, as documented by Anthropic in November 2026.
 *
 * @param created the day of its release, {@code 2026-09-22}; the epoch if that is not known, as in the API
 * @param maxInput its context window, in tokens
 * @param maxOutput the largest {@code max_tokens}
 * @param sampling whether it takes {@code temperature}, {@code top_p} and {@code top_k}
 * @param prefill whether the last message may be the assistant's
 * @param forcedTools whether {@code tool_choice} may be {@code tool} or {@code any}
 */
record ClaudeModel(
        String id,
        String created,
        int maxInput,
        int maxOutput,
        boolean sampling,
        boolean prefill,
        boolean forcedTools) {
    private static final String UNKNOWN = "1970-01-01";
    private static final int MILLION = 1_000_000;
    private static final int K200 = 200_000;
    private static final int K128 = 128_000;
    private static final int K64 = 64_000;

    /** All models, the newest generation first. */
    static final List<ClaudeModel> ALL = List.of(
            new ClaudeModel("claude-opus-5-5", "2026-09-22", MILLION, K128, false, false, false),
            new ClaudeModel("claude-fable-5-1", UNKNOWN, MILLION, K128, false, false, false),
            new ClaudeModel("claude-mythos-5-1", UNKNOWN, MILLION, K128, false, false, false),
            new ClaudeModel("claude-opus-5", "2026-07-24", MILLION, K128, false, false, true),
            new ClaudeModel("claude-sonnet-5", UNKNOWN, MILLION, K128, false, false, true),
            new ClaudeModel("claude-fable-5", UNKNOWN, MILLION, K128, false, false, true),
            new ClaudeModel("claude-mythos-5", UNKNOWN, MILLION, K128, false, false, true),
            new ClaudeModel("claude-opus-4-8", UNKNOWN, MILLION, K128, false, false, true),
            new ClaudeModel("claude-opus-4-7", UNKNOWN, MILLION, K128, false, false, true),
            new ClaudeModel("claude-sonnet-4-6", UNKNOWN, MILLION, K128, true, false, true),
            new ClaudeModel("claude-opus-4-6", UNKNOWN, MILLION, K128, true, false, true),
            new ClaudeModel("claude-opus-4-5-20251101", "2025-11-24", K200, K64, true, true, true),
            new ClaudeModel("claude-haiku-4-5-20251001", "2025-10-15", K200, K64, true, true, true),
            new ClaudeModel("claude-sonnet-4-5-20250929", "2025-09-29", K200, K64, true, true, true));

    /** The model of this id, or of this id without its date. */
    static Optional<ClaudeModel> find(String id) {
        return ALL.stream()
                .filter(model -> model.id.equals(id) || model.id.matches(Pattern.quote(id) + "-\\d{8}"))
                .findFirst();
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "model")
                .put("id", id)
                .put("display_name", displayName())
                .put("created_at", created + "T00:00:00Z")
                .put("max_input_tokens", maxInput)
                .put("max_tokens", maxOutput);
    }

    /** {@code Claude Opus 5.5}. */
    private String displayName() {
        String[] parts = id.split("-", -1);
        String version = parts.length > 3 && parts[3].length() < 3 ? parts[2] + "." + parts[3] : parts[2];
        return "Claude " + Character.toUpperCase(parts[1].charAt(0)) + parts[1].substring(1) + " " + version;
    }
}
