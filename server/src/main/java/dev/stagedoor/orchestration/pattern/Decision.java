// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A question whose answer must have a form: asked, asked once more with what was wrong, and then decided by a stated
 * fallback. What the model meant is never guessed.
 *
 * @param first    the call that asks
 * @param read     reads the form; {@link Misfit} if it does not fit
 * @param fallback what counts if the model gives no fitting answer
 */
record Decision<T>(ModelCall first, Function<JsonNode, T> read, T fallback) {
    /** The calls that a decision can take. */
    static final int MOST_CALLS = 2;

    /** An answer that does not fit its form, with the reason for the model. */
    static final class Misfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Misfit(String reason) {
            super(reason, null, false, false);
        }
    }

    /**
     * What was decided.
     *
     * @param said     the model's own words, the last it gave
     * @param fallback whether the model failed to decide
     */
    record Decided<T>(T value, String said, long millis, boolean fallback) {}

    private record Reading<T>(@Nullable T value, String wrong) {}

    /** The call to make now; empty if none is left. */
    Optional<ModelCall> open(Answers answers) {
        if (!answers.has(first.key())) {
            return Optional.of(first);
        }
        Optional<Answer> misfit =
                answers.good(first.key()).filter(answer -> reading(answer).value() == null);
        return misfit.filter(answer -> !answers.has(repairKey()))
                .map(answer -> repair(answer, reading(answer).wrong()));
    }

    /** The decision; empty while a call is open. */
    Optional<Decided<T>> made(Answers answers) {
        if (open(answers).isPresent()) {
            return Optional.empty();
        }
        Answer last =
                answers.find(repairKey()).or(() -> answers.find(first.key())).orElseThrow();
        T value = last.good() ? reading(last).value() : null;
        long millis = answers.find(first.key()).orElseThrow().took().toMillis()
                + answers.find(repairKey())
                        .map(answer -> answer.took().toMillis())
                        .orElse(0L);
        String said = last.form() == null ? last.text() : last.form().toString();
        return Optional.of(
                value == null
                        ? new Decided<>(fallback, said, millis, true)
                        : new Decided<>(value, said, millis, false));
    }

    private Reading<T> reading(Answer answer) {
        if (answer.cut()) {
            return new Reading<>(null, "It was cut off at the most tokens of an answer; keep it shorter.");
        }
        if (answer.form() == null) {
            return new Reading<>(null, "You did not call the tool.");
        }
        try {
            return new Reading<>(read.apply(answer.form()), "");
        } catch (Misfit misfit) {
            return new Reading<>(null, String.valueOf(misfit.getMessage()));
        }
    }

    private ModelCall repair(Answer answer, String wrong) {
        String said = answer.form() == null ? answer.text() : answer.form().toString();
        Prompt again = first.prompt()
                .and("Your last answer could not be used. " + wrong + "\n\nIt was:\n" + said
                        + "\n\nCall the tool again, with every field filled in as its schema says.");
        return new ModelCall(repairKey(), first.agent(), first.activity(), again, first.form());
    }

    private String repairKey() {
        return first.key() + "-repair";
    }
}
