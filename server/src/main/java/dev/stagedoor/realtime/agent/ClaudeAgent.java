// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.agent;

import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import dev.stagedoor.budgets.Amounts;
import dev.stagedoor.budgets.CallHolds;
import dev.stagedoor.budgets.CallMeter;
import dev.stagedoor.budgets.StreamedUsage;
import dev.stagedoor.budgets.TokenUsage;
import dev.stagedoor.claude.Claude;
import dev.stagedoor.claude.ClaudeProblems;
import dev.stagedoor.claude.Lease;
import dev.stagedoor.claude.ModelSpans;
import dev.stagedoor.claude.Profiles;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers by Claude, with the profile that the app user has selected, or else the tenant (R2): its lease is read for each
 * turn (R1), and what the call uses is held of the budgets before it is sent.
 */
final class ClaudeAgent implements TextAgent {
    /** Tokens that the shape of a request may add to its text. */
    private static final int UNSEEN = 1_000;

    /** More than any token of text has. */
    private static final int CHARS_OF_A_TOKEN = 64;

    private final Snapshots snapshots;
    private final Means means;

    /** What it needs. */
    record Means(Profiles profiles, Claude claude, ModelSpans spans, TextAgents.Charged charged) {}

    ClaudeAgent(Snapshots snapshots, Means means) {
        this.snapshots = snapshots;
        this.means = means;
    }

    @Override
    public Answered answer(Turn turn, Consumer<String> onText) {
        Lease lease = snapshots.now(turn.tenant(), snapshot -> {
            try {
                return means.profiles().selected(snapshot, turn.user());
            } catch (Problem none) {
                if (none.code() != ErrorCode.NO_PROFILE_SELECTED) {
                    throw none;
                }
                return means.profiles().selected(snapshot, "");
            }
        });
        String model = Objects.requireNonNullElse(
                turn.agent().persona().model(), means.charged().model());
        Call call = new Call(turn, lease, model);
        CallHolds.Hold hold = means.charged().holds().take(turn.tenant(), call.most());
        long began = System.nanoTime();
        ModelSpans.Call span = means.spans()
                .call(
                        lease,
                        new ModelSpans.Asked(
                                model,
                                means.charged().maxTokens(),
                                null,
                                turn.agent().slug(),
                                true,
                                turn.chat()),
                        null);
        Heard heard = new Heard(onText, (long) means.charged().maxTokens() * CHARS_OF_A_TOKEN);
        Problem failure = null;
        try {
            ask(call, heard);
            return new Answered(
                    heard.stop(), heard.used.usage().input(), heard.used.usage().output());
        } catch (RuntimeException failed) {
            failure = ClaudeProblems.of(failed, lease);
            throw failure;
        } finally {
            settle(call, hold, span, heard, failure, began);
        }
    }

    private void ask(Call call, Heard heard) {
        try (StreamResponse<RawMessageStreamEvent> stream =
                means.claude().with(call.lease).messages().createStreaming(call.params())) {
            stream.stream().forEach(heard::on);
        }
        heard.requireWhole();
    }

    /** One that was stopped, or of which the provider said nothing, counts as all that it held. */
    private void settle(
            Call call, CallHolds.Hold hold, ModelSpans.Call span, Heard heard, @Nullable Problem failure, long began) {
        TokenUsage usage = heard.used.usage();
        ModelSpans.Counted counted =
                new ModelSpans.Counted(usage.input(), usage.output(), usage.cacheWritten(), usage.cacheRead());
        if (failure == null) {
            span.answered(heard.stop(), counted);
        } else {
            span.failed(failure.code().wire(), counted);
        }
        boolean unknown = heard.used.hasBegun() && !heard.used.isComplete();
        Amounts all = unknown
                ? call.most().most()
                : new Amounts(usage.total(), means.charged().prices().micros(call.model, usage), 1, 0);
        if (heard.used.hasBegun()) {
            means.charged()
                    .meter()
                    .add(
                            new CallMeter.Caller(
                                    call.turn.tenant(), call.turn.agent().slug(), call.lease.profileId(), call.model),
                            usage);
        }
        hold.settle(new Amounts(
                all.tokens(),
                all.micros(),
                1,
                Duration.ofNanos(System.nanoTime() - began).toMillis()));
    }

    private final class Call {
        private final Turn turn;
        private final Lease lease;
        private final String model;

        Call(Turn turn, Lease lease, String model) {
            this.turn = turn;
            this.lease = lease;
            this.model = model;
        }

        MessageCreateParams params() {
            MessageCreateParams.Builder params = MessageCreateParams.builder()
                    .model(model)
                    .maxTokens(means.charged().maxTokens());
            String system = turn.agent().persona().systemPrompt();
            if (system != null) {
                params.system(system);
            }
            for (Turn.Said said : turn.history()) {
                if (!said.files().isEmpty()) {
                    params.addUserMessageOfBlockParams(FileBlocks.of(said));
                } else if (said.byUser()) {
                    params.addUserMessage(said.text());
                } else {
                    params.addAssistantMessage(said.text());
                }
            }
            return params.build();
        }

        CallHolds.Call most() {
            long bytes = turn.history().stream()
                    .mapToLong(said -> said.text().getBytes(StandardCharsets.UTF_8).length)
                    .sum();
            String system = Objects.requireNonNullElse(turn.agent().persona().systemPrompt(), "");
            bytes += system.getBytes(StandardCharsets.UTF_8).length;
            long files = turn.history().stream()
                    .flatMap(said -> said.files().stream())
                    .mapToLong(FileBlocks::mostTokens)
                    .sum();
            TokenUsage most =
                    new TokenUsage(0, means.charged().maxTokens(), UNSEEN + TokenUsage.mostOf(bytes) + files, 0);
            Amounts amounts = new Amounts(most.total(), means.charged().prices().micros(model, most), 1, 0);
            return new CallHolds.Call(
                    lease.profileId(), amounts, means.charged().prices().know(model) ? null : model);
        }
    }

    /** What the stream has said so far. */
    private static final class Heard {
        private final Consumer<String> onText;
        private final long most;
        private final StreamedUsage used = new StreamedUsage();
        private long chars;

        Heard(Consumer<String> onText, long most) {
            this.onText = onText;
            this.most = most;
        }

        void on(RawMessageStreamEvent event) {
            used.on(event);
            event.contentBlockDelta().flatMap(delta -> delta.delta().text()).ifPresent(piece -> {
                chars += piece.text().length();
                if (chars > most) {
                    // A gateway may say more than it was asked for.
                    throw Problem.of(
                            ErrorCode.PROVIDER_UNAVAILABLE, "The provider's answer is longer than was asked for.");
                }
                onText.accept(piece.text());
            });
        }

        @Nullable
        String stop() {
            StopReason stop = used.stop();
            return stop == null ? null : stop.asString();
        }

        void requireWhole() {
            if (!used.isComplete()) {
                throw Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, "The provider broke off its answer.");
            }
        }
    }
}
