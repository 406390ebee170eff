// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The rules in force; the newest that applies wins. Thread-safe. */
final class Script {
    private final List<Rule> newestFirst = new CopyOnWriteArrayList<>();

    void add(Rule rule) {
        newestFirst.addFirst(rule);
    }

    void clear() {
        newestFirst.clear();
    }

    Answer answerTo(ClaudeCall call) {
        @Nullable Answer chosen = null;
        for (Rule rule : newestFirst) {
            Answer answer = rule.meet(call);
            if (chosen == null) chosen = answer;
        }
        return chosen == null ? Answer.echo() : chosen;
    }
}
