// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import java.util.function.Predicate;

/** Which calls a rule is for; combine with {@link Predicate#and} and {@link Predicate#negate}. */
public final class Asked {
    private Asked() {}

    /** All calls. */
    public static Predicate<ClaudeCall> anything() {
        return call -> true;
    }

    /** Calls with this API key or token. */
    public static Predicate<ClaudeCall> with(String key) {
        return call -> call.key().equals(key);
    }

    /** Calls whose last message contains this text. */
    public static Predicate<ClaudeCall> saying(String text) {
        return call -> call.userText().contains(text);
    }

    /** Calls whose system prompt contains this text. */
    public static Predicate<ClaudeCall> as(String text) {
        return call -> call.system().contains(text);
    }

    /** Calls of this model. */
    public static Predicate<ClaudeCall> of(String model) {
        return call -> call.model().equals(model);
    }

    /** Calls that offer this tool. */
    public static Predicate<ClaudeCall> offering(String tool) {
        return call -> Prompt.hasTool(call.body(), tool);
    }
}
