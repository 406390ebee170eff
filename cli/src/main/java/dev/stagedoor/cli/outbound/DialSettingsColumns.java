// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.outbound;

import dev.stagedoor.api.telephony.DialSettings;
import dev.stagedoor.cli.console.Columns;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of dial settings. */
final class DialSettingsColumns {
    static final Columns<DialSettings> WHOLE = new Columns<DialSettings>()
            .add("countries", settings -> listed(settings.countries()))
            .add("types", settings -> listed(settings.allowedTypes()))
            .add("concurrent calls", DialSettings::concurrentCalls)
            .add("calls per hour", DialSettings::callsPerHour)
            .add("calls per day", DialSettings::callsPerDay)
            .add("calls per destination", settings -> settings.callsPerDestinationPerHour() + " in an hour")
            .add("calls per prefix", settings -> settings.callsPerPrefixPerHour() + " in an hour")
            .add("max duration", settings -> settings.maxDuration() + " s")
            .add("spend per day", settings -> usd(settings.spendPerDay()))
            .add("spend per month", settings -> usd(settings.spendPerMonth()))
            .add("spend per call", settings -> usd(settings.spendPerCall()))
            .add("unpriced numbers", DialSettings::unpriced);

    private DialSettingsColumns() {}

    private static @Nullable String usd(@Nullable Double cap) {
        return cap == null ? null : cap + " USD";
    }

    private static Object listed(@Nullable List<?> allowed) {
        return allowed == null || allowed.isEmpty() ? "none: nobody may be called" : allowed;
    }
}
