// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import dev.stagedoor.budgets.Amounts;
import dev.stagedoor.budgets.CallHolds;
import dev.stagedoor.budgets.TokenUsage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one call uses: held of the budgets before it is sent, counted and settled when it is closed. A call that failed has
 * used nothing. One that the provider was answering, or that was stopped, counts as all that it held unless the provider has
 * said what it used.
 */
final class Charge implements AutoCloseable {
    private final ModelLeases.Usable usable;
    private final Meter meter;
    private final Amounts most;
    private final CallHolds.@Nullable Hold hold;
    private final long began = System.nanoTime();
    private Amounts used = Amounts.NONE;
    private boolean known;

    /** {@code hold}: null if no budget is concerned. */
    Charge(ModelLeases.Usable usable, Meter meter, Amounts most, CallHolds.@Nullable Hold hold) {
        this.usable = usable;
        this.meter = meter;
        this.most = most;
        this.hold = hold;
    }

    /** The provider answers with a message; what it uses is not known yet. */
    void begun() {
        used = most;
    }

    /** The provider has said what it used. */
    void used(TokenUsage tokens) {
        long micros = meter.add(usable, tokens);
        used = new Amounts(tokens.total(), micros, 1, 0);
        known = true;
    }

    @Override
    public void close() {
        if (hold != null) {
            boolean stopped = Thread.currentThread().isInterrupted();
            Amounts all = stopped && !known ? most : used;
            long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
            hold.settle(new Amounts(all.tokens(), all.micros(), 1, millis));
        }
    }
}
