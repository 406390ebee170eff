// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.dispatches;

import dev.stagedoor.api.dispatch.DispatchView;
import dev.stagedoor.api.dispatch.ReceiptLine;
import dev.stagedoor.cli.console.Columns;

/** The columns of dispatches. */
final class DispatchColumns {
    static final Columns<DispatchView> ROW = new Columns<DispatchView>()
            .add("id", DispatchView::id)
            .add("status", DispatchView::status)
            .add("reason", DispatchView::reason)
            .add("agent", DispatchView::agentSlug)
            .add("room", DispatchView::roomName)
            .add("tries", DispatchView::attempts)
            .add("created", DispatchView::createdAt);

    static final Columns<DispatchView> WHOLE = new Columns<DispatchView>()
            .add("id", DispatchView::id)
            .add("status", DispatchView::status)
            .add("reason", DispatchView::reason)
            .add("call", DispatchView::callId)
            .add("room", DispatchView::roomName)
            .add("agent", DispatchView::agentSlug)
            .add("agent name", DispatchView::agentName)
            .add("agent identity", DispatchView::agentIdentity)
            .add("attempts", DispatchView::attempts)
            .add("created", DispatchView::createdAt)
            .add("deadline", DispatchView::deadline)
            .add("joined", DispatchView::joinedAt)
            .add("ended", DispatchView::endedAt);

    static final Columns<ReceiptLine> RECEIPT = new Columns<ReceiptLine>()
            .add("at", line -> line.at().toString())
            .add("status", ReceiptLine::status)
            .add("attempt", ReceiptLine::attempt)
            .add("identity", ReceiptLine::identity)
            .add("reason", ReceiptLine::reason)
            .add("detail", ReceiptLine::detail);

    private DispatchColumns() {}
}
