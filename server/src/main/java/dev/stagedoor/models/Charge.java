// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import dev.stagedoor.budgets.Amounts;
import dev.stagedoor.budgets.CallHolds;
import dev.stagedoor.budgets.CallMeter;
import dev.stagedoor.budgets.TokenUsage;
import dev.stagedoor.claude.ModelSpans;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one call uses: held of the budgets before it is sent; counted, settled and told to the operator's tracing when it is
 * closed. A call that failed has used nothing. One that the provider was answering, or that was stopped, counts as all that
 * it held unless the provider has said what it used.
 */
final class Charge implements AutoCloseable {
    private final ModelLeases.Usable usable;
    private final Meter meter;
    private final Amounts most;
    private final CallHolds.@Nullable Hold hold;
    private final ModelSpans.@Nullable Call span;
    private final long began = System.nanoTime();
    private Amounts used = Amounts.NONE;
    private TokenUsage tokens = TokenUsage.NONE;
    private @Nullable String stop;
    private @Nullable String error;
    private boolean known;

    /**
     * A call that is about to be sent.
     *
     * @param hold null if no budget is concerned
     * @param span null for a request that is not traced
     */
    Charge(
            ModelLeases.Usable usable,
            Meter meter,
            Amounts most,
            CallHolds.@Nullable Hold hold,
            ModelSpans.@Nullable Call span) {
        this.usable = usable;
        this.meter = meter;
        this.most = most;
        this.hold = hold;
        this.span = span;
    }

    /** Whether a budget holds something for it until it is closed. */
    boolean isHeld() {
        return hold != null;
    }

    /** The provider answers with a message; what it uses is not known yet. */
    void begun() {
        used = most;
    }

    /** The provider has said what it used, and perhaps why the message ended. */
    void used(TokenUsage said, @Nullable String why) {
        ModelLease.Subject subject = usable.lease().subject();
        long micros = meter.add(
                new CallMeter.Caller(usable.holder().tenant(), subject.agent(), subject.profileId(), subject.model()),
                said);
        used = new Amounts(said.total(), micros, 1, 0);
        tokens = said;
        stop = why;
        known = true;
    }

    /** There is no answer, or not all of it; {@code code} says why, without details. */
    void failed(String code) {
        error = code;
    }

    @Override
    public void close() {
        if (span != null) {
            trace(span);
        }
        if (hold != null) {
            boolean stopped = Thread.currentThread().isInterrupted();
            Amounts all = stopped && !known ? most : used;
            long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
            hold.settle(new Amounts(all.tokens(), all.micros(), 1, millis));
        }
    }

    private void trace(ModelSpans.Call call) {
        ModelSpans.Counted counted =
                new ModelSpans.Counted(tokens.input(), tokens.output(), tokens.cacheWritten(), tokens.cacheRead());
        if (error == null) {
            call.answered(stop, counted);
        } else {
            call.failed(error, counted);
        }
    }
}
