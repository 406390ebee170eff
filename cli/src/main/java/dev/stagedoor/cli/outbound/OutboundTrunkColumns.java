// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.outbound;

import dev.stagedoor.api.telephony.OutboundTrunkView;
import dev.stagedoor.api.telephony.TrunkState;
import dev.stagedoor.cli.console.Columns;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fields of an outbound trunk. */
final class OutboundTrunkColumns {
    static final Columns<OutboundTrunkView> WHOLE = new Columns<OutboundTrunkView>()
            .add("state", OutboundTrunkColumns::state)
            .add("trunk", OutboundTrunkView::trunkId)
            .add("address", OutboundTrunkView::address)
            .add("transport", OutboundTrunkView::transport)
            .add("username", OutboundTrunkView::username)
            .add("numbers", OutboundTrunkView::numbers)
            .add("differs", trunk -> joined(trunk.drift()))
            .add("written", OutboundTrunkView::writtenAt);

    private OutboundTrunkColumns() {}

    private static @Nullable String joined(@Nullable List<String> lines) {
        return lines == null || lines.isEmpty() ? null : String.join("; ", lines);
    }

    private static String state(OutboundTrunkView trunk) {
        return trunk.state() == TrunkState.DRIFTED
                ? "drifted: stagedoor outbound-trunk set --repair writes it again"
                : trunk.state().name().toLowerCase(Locale.ROOT);
    }
}
