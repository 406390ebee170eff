// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.api.dispatch.DispatchView;
import dev.stagedoor.api.dispatch.ReceiptLine;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchSpec;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.dispatch.plan.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dispatches in the API's form. */
public final class DispatchViews {
    private DispatchViews() {}

    /** A dispatch without its receipt. */
    public static DispatchView of(Dispatch dispatch) {
        return view(dispatch, null);
    }

    /** A dispatch with its receipt. */
    static DispatchView of(Dispatch dispatch, List<Receipt.Numbered> receipt) {
        return view(dispatch, receipt.stream().map(each -> line(each.line())).toList());
    }

    static ReceiptLine line(Receipt line) {
        return new ReceiptLine(
                line.at(),
                line.status().wire(),
                line.attempt(),
                line.identity(),
                line.reason() == null ? null : line.reason().wire(),
                detail(line));
    }

    private static @Nullable String detail(Receipt line) {
        if (line.status() == Status.LOST) {
            return lost(line.reason());
        }
        boolean sentAgain = line.status() == Status.SENT && line.reason() != null;
        int tries = line.attempt() - 1;
        return sentAgain ? "no worker took it (" + tries + (tries == 1 ? " try)" : " tries)") : null;
    }

    private static @Nullable String lost(@Nullable EndReason why) {
        return switch (why) {
            case AGENT_SILENT -> "it no longer answers";
            case AGENT_GONE -> "it is gone, and LiveKit does not say why";
            case JOB_FAILED -> "its worker says that the job failed";
            case null, default -> null;
        };
    }

    private static DispatchView view(Dispatch dispatch, @Nullable List<ReceiptLine> receipt) {
        DispatchSpec spec = dispatch.spec();
        return new DispatchView(
                dispatch.id().value(),
                spec.callId(),
                spec.room(),
                spec.agentName(),
                spec.target().agentSlug(),
                dispatch.status().wire(),
                dispatch.attempts().size(),
                dispatch.reason() == null ? null : dispatch.reason().wire(),
                dispatch.joined(),
                spec.schedule().createdAt(),
                spec.schedule().deadline(),
                dispatch.joinedAt(),
                dispatch.endedAt(),
                receipt);
    }
}
