// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.model;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.RawMessageStreamEvent;
import dev.stagedoor.budgets.TokenUsage;
import dev.stagedoor.claude.ClaudeProblems;
import dev.stagedoor.claude.Lease;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.orchestration.pattern.Answer;
import dev.stagedoor.orchestration.pattern.ModelCall;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call in progress: on a virtual thread of its own, and stopped from any other. */
public final class Asking {
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

    private final AnthropicClient client;
    private final Lease lease;
    private final ModelCall call;
    private final ModelDefaults defaults;
    private @Nullable Thread asker;
    private boolean stopped;

    /** What came of it; {@code problem} is null if it was answered. */
    public record Outcome(
            Answer answer, TokenUsage usage, @Nullable Problem problem) {}

    /** A call with that lease, by its client. */
    public Asking(AnthropicClient client, Lease lease, ModelCall call, ModelDefaults defaults) {
        this.client = client;
        this.lease = lease;
        this.call = call;
        this.defaults = defaults;
    }

    /** What is asked. */
    public ModelCall call() {
        return call;
    }

    /** Whose credential it carries. */
    public Lease lease() {
        return lease;
    }

    /** Asks, and returns when the model has answered or failed; what was heard of a stopped call is paid for as well. */
    public Outcome run(Consumer<String> onText) {
        long began = System.nanoTime();
        Heard heard = new Heard(onText, Messages.isTextOfForm(call, defaults), defaults.maxTokens(call.agent()));
        begin();
        try (StreamResponse<RawMessageStreamEvent> stream =
                client.messages().createStreaming(Messages.of(call, defaults))) {
            stream.stream().forEach(heard::on);
            heard.requireWhole();
            return new Outcome(
                    new Answer(call.key(), heard.text(), heard.form(), since(began), null, heard.stop()),
                    heard.usage(),
                    null);
        } catch (RuntimeException failed) {
            Problem problem = ClaudeProblems.of(failed, lease);
            if (!isStopped()) {
                LOG.warn("a call of {} failed: {}", lease, cause(failed));
            }
            return new Outcome(Answer.failed(call.key(), problem.code().wire(), since(began)), heard.usage(), problem);
        } finally {
            end();
        }
    }

    /** The vendor's client says only that something failed; its cause says what. */
    private static String cause(RuntimeException failed) {
        return failed.getCause() == null ? failed.toString() : failed + ": " + failed.getCause();
    }

    private synchronized void begin() {
        asker = Thread.currentThread();
        if (stopped) {
            asker.interrupt();
        }
    }

    private synchronized void end() {
        asker = null;
        Thread.interrupted();
    }

    /** Whether it was stopped from outside. */
    public synchronized boolean isStopped() {
        return stopped;
    }

    /** Ends the call wherever it stands: its connection is closed, so that the provider generates no more. */
    public synchronized void stop() {
        stopped = true;
        if (asker != null) {
            // The reader holds the stream's lock while it waits, and a wait before a retry has no stream to close.
            asker.interrupt();
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
