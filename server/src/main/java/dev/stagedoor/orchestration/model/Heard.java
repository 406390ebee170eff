// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.model;

import com.anthropic.models.messages.RawContentBlockDelta;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.budgets.StreamedUsage;
import dev.stagedoor.budgets.TokenUsage;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a streamed message has said so far. For one thread. */
final class Heard {
    private static final Pattern WORD = Pattern.compile("[a-z_]{1,64}");

    /** More than any token of text has. */
    private static final int CHARS_OF_A_TOKEN = 64;

    private static final int ALWAYS = 64 << 10;

    private final Consumer<String> onText;
    private final boolean formInText;
    private final long most;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder form = new StringBuilder();
    private final StreamedUsage used = new StreamedUsage();

    /**
     * An answer of so many tokens at most.
     *
     * @param onText     is told each piece of text as it arrives
     * @param formInText the text is the form, as JSON
     */
    Heard(Consumer<String> onText, boolean formInText, long maxTokens) {
        this.onText = onText;
        this.formInText = formInText;
        this.most = Math.max(ALWAYS, CHARS_OF_A_TOKEN * maxTokens);
    }

    void on(RawMessageStreamEvent event) {
        used.on(event);
        event.contentBlockDelta().ifPresent(delta -> on(delta.delta()));
    }

    private void on(RawContentBlockDelta delta) {
        delta.text().ifPresent(piece -> {
            requireRoom(piece.text());
            text.append(piece.text());
            onText.accept(piece.text());
        });
        delta.inputJson().ifPresent(piece -> {
            requireRoom(piece.partialJson());
            form.append(piece.partialJson());
        });
    }

    /** A gateway may say more than it was asked for, and an answer is held in memory until its run has ended (I7). */
    private void requireRoom(String piece) {
        if ((long) text.length() + form.length() + piece.length() > most) {
            throw Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, "The provider's answer is longer than was asked for.");
        }
    }

    String text() {
        return text.toString();
    }

    TokenUsage usage() {
        return used.usage();
    }

    /** Why the model stopped, in the provider's word, {@code other} for one that is no word; null if it did not say. */
    @Nullable
    String stop() {
        StopReason stop = used.stop();
        String word = stop == null ? null : stop.asString();
        return word == null || WORD.matcher(word).matches() ? word : "other";
    }

    /** The form: the tool's input, or the text; null if the model gave none, or one that is not a JSON object. */
    @Nullable
    JsonNode form() {
        String given = formInText ? text.toString() : form.toString();
        try {
            JsonNode json = given.isEmpty() ? null : Json.read(given, JsonNode.class);
            return json != null && json.isObject() ? json : null;
        } catch (Problem notJson) {
            return null;
        }
    }

    /**
     * Fails unless the provider ended the message itself, and said something.
     *
     * @throws Problem {@code provider_unavailable}; never an empty answer that passes for a good one
     */
    void requireWhole() {
        if (!used.isComplete()) {
            throw Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, "The provider broke off its answer.");
        }
        if (StopReason.REFUSAL.equals(used.stop())) {
            throw Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, "The model refused to answer.");
        }
        if (text.toString().isBlank() && form.isEmpty()) {
            throw Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, "The model answered nothing.");
        }
    }
}
