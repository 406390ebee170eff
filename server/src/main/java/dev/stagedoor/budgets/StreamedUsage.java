// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

import com.anthropic.models.messages.MessageDeltaUsage;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Usage;
import org.jspecify.annotations.Nullable;

/** What a streamed message of the Messages API has used so far, and how it ended. For one thread. */
public final class StreamedUsage {
    private TokenUsage usage = TokenUsage.NONE;
    private @Nullable StopReason stop;
    private boolean begun;
    private boolean complete;

    /** The message's next event. */
    public void on(RawMessageStreamEvent event) {
        event.messageStart().ifPresent(start -> {
            begun = true;
            usage = started(start.message().usage());
        });
        event.messageDelta().ifPresent(delta -> {
            usage = ended(delta.usage());
            stop = delta.delta().stopReason().orElse(null);
        });
        complete |= event.isMessageStop();
    }

    private static TokenUsage started(Usage usage) {
        return TokenUsage.told(
                usage.inputTokens(),
                usage.outputTokens(),
                usage.cacheCreationInputTokens().orElse(0L),
                usage.cacheReadInputTokens().orElse(0L));
    }

    /** The last event counts the whole output, and repeats the input only if it changed. */
    private TokenUsage ended(MessageDeltaUsage end) {
        return TokenUsage.told(
                end.inputTokens().orElse(usage.input()),
                end.outputTokens(),
                end.cacheCreationInputTokens().orElse(usage.cacheWritten()),
                end.cacheReadInputTokens().orElse(usage.cacheRead()));
    }

    /** Its tokens, as far as the provider has said. */
    public TokenUsage usage() {
        return usage;
    }

    /** Why the model stopped; null if it has not said so. */
    public @Nullable StopReason stop() {
        return stop;
    }

    /** Whether the provider has begun to answer. */
    public boolean hasBegun() {
        return begun;
    }

    /** Whether the provider itself ended the message. */
    public boolean isComplete() {
        return complete;
    }
}
