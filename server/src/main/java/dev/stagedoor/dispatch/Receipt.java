// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.Attempt;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.dispatch.plan.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a dispatch's receipt: a status, when and in which attempt it was reached.
 *
 * @param status   the new status
 * @param attempt  the attempt; 0 before the first
 * @param identity the agent's participant identity, once known
 * @param reason   why it ended, or why it was sent again, an {@link EndReason}
 */
public record Receipt(
        Instant at,
        Status status,
        int attempt,
        @Nullable String identity,
        @Nullable EndReason reason) {

    /** A stored line, with its sequence number, from 1. */
    public record Numbered(int number, Receipt line) {}

    /** The lines added by a change from {@code before}. */
    static List<Receipt> between(Dispatch before, Dispatch after, Instant now) {
        List<Receipt> lines = new ArrayList<>();
        boolean resent = after.attempts().size() > before.attempts().size() && before.status() != Status.REQUESTED;
        if (after.status() != before.status() || resent) {
            lines.add(line(after, now));
        }
        return lines;
    }

    /** The first line. */
    static Receipt line(Dispatch dispatch, Instant now) {
        String identity = dispatch.joined() != null
                ? dispatch.joined()
                : dispatch.current().map(Attempt::jobIdentity).orElse(null);
        return new Receipt(now, dispatch.status(), dispatch.attempt(), identity, dispatch.reason());
    }
}
