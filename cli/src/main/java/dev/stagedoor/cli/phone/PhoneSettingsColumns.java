// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.phone;

import dev.stagedoor.api.telephony.PhoneSettings;
import dev.stagedoor.cli.console.Columns;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of phone settings. */
final class PhoneSettingsColumns {
    static final Columns<PhoneSettings> WHOLE = new Columns<PhoneSettings>()
            .add("blocked", settings -> listed(settings.blocked(), "nobody"))
            .add("allowed", settings -> listed(settings.allowed(), "everybody else"))
            .add("withheld callers", PhoneSettings::withheldCallers)
            .add("answer within", settings -> settings.answerWithin() + " s")
            .add("calls per caller", settings -> settings.callsPerCaller() + " in a minute")
            .add("calls per number", settings -> settings.callsPerNumber() + " in a minute")
            .add("body-only signatures", PhoneSettings::bodyOnlySignatures);

    private PhoneSettingsColumns() {}

    private static Object listed(@Nullable List<String> callers, String none) {
        return callers == null || callers.isEmpty() ? none : callers;
    }
}
