// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.outbound;

import dev.stagedoor.api.telephony.DialView;
import dev.stagedoor.cli.console.Columns;

/** The columns of calls out. */
final class DialColumns {
    static final Columns<DialView> ROW = new Columns<DialView>()
            .add("call", DialView::callId)
            .add("state", dial -> dial.phone().state())
            .add("sip", dial -> dial.phone().sipStatus())
            .add("agent", DialView::agentSlug)
            .add("from", dial -> dial.phone().from())
            .add("to", dial -> dial.phone().to())
            .add("country", DialView::country)
            .add("created", DialView::createdAt)
            .add("answered", dial -> dial.phone().answeredAt())
            .add("ended", DialView::endedAt);

    private DialColumns() {}
}
