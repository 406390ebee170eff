// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a script, from {@link SandboxClaude#when}. It takes effect with {@link #answer} or {@link #fails}. It
 * counts the calls that it matches, including those that another rule answers.
 */
public final class Rule {
    private final Script script;
    private final Predicate<ClaudeCall> matcher;
    private final AtomicInteger matched = new AtomicInteger();
    private String path = "/v1/messages";
    private int first = 1;
    private int last = Integer.MAX_VALUE;
    private List<Answer> answers = List.of();

    Rule(Script script, Predicate<ClaudeCall> matcher) {
        this.script = script;
        this.matcher = matcher;
    }

    /** Only the {@code n}th matching call from now on, counting from 1. */
    public Rule onCall(int n) {
        first = n;
        last = n;
        return this;
    }

    /** Only the next {@code n} matching calls. */
    public Rule times(int n) {
        last = first + n - 1;
        return this;
    }

    /** For another path than {@code /v1/messages}; only failures and waits make sense there. */
    public Rule at(String otherPath) {
        path = otherPath;
        return this;
    }

    /** Answers like this: one answer per call, the last one repeats. */
    public void answer(Answer... each) {
        if (each.length == 0) throw new IllegalArgumentException("a rule needs an answer");
        answers = List.of(each);
        script.add(this);
    }

    /** Answers with this text. */
    public void answer(String text) {
        answer(Answer.text(text));
    }

    /** Answers with this error, in Anthropic's words. */
    public void fails(int status) {
        answer(Answer.fails(status));
    }

    /** The answer to this call, or null if the rule does not apply. */
    @Nullable
    Answer meet(ClaudeCall call) {
        if (!path.equals(call.path()) || !matcher.test(call)) return null;
        int n = matched.incrementAndGet();
        return n < first || n > last ? null : answers.get(Math.min(n - first, answers.size() - 1));
    }
}
