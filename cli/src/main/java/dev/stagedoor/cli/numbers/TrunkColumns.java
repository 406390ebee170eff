// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.numbers;

import dev.stagedoor.api.telephony.TrunkState;
import dev.stagedoor.api.telephony.TrunkView;
import dev.stagedoor.cli.console.Columns;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The columns of a number's trunk. */
final class TrunkColumns {
    static final Columns<TrunkView> WHOLE = new Columns<TrunkView>()
            .add("number", TrunkView::number)
            .add("state", TrunkColumns::state)
            .add("trunk", TrunkView::trunkId)
            .add("rule", TrunkView::ruleId)
            .add("username", TrunkView::username)
            .add("password", TrunkView::password)
            .add("addresses", trunk -> joined(trunk.allowedAddresses()))
            .add("differs", trunk -> joined(trunk.drift()))
            .add("written", TrunkView::writtenAt);

    private TrunkColumns() {}

    private static @Nullable String joined(@Nullable List<String> lines) {
        return lines == null || lines.isEmpty() ? null : String.join("; ", lines);
    }

    private static String state(TrunkView trunk) {
        return trunk.state() == TrunkState.DRIFTED
                ? "drifted: provision it again to repair it"
                : trunk.state().name().toLowerCase(Locale.ROOT);
    }
}
