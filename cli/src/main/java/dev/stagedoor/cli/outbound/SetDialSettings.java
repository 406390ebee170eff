// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.outbound;

import dev.stagedoor.api.telephony.DialSettings;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.Span;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.client.Dials;
import dev.stagedoor.client.http.ProblemException;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "set",
        description = {
            "Change whom the tenant's agents may call, how often and at what cost; what is not given stays.",
            "A tenant's own key can only allow less; allowing more needs an operator's. Calls in progress go on."
        },
        footer = {
            "stagedoor dial-settings set --country GB --country IE --tenant acme",
            "stagedoor dial-settings set --no-type toll_free --max-duration 10m",
            "stagedoor dial-settings set --calls-per-hour 20 --concurrent-calls 2",
            "stagedoor dial-settings set --spend-per-day 20 --spend-per-call 1.5 --tenant acme"
        })
final class SetDialSettings extends TenantCommand {
    @Mixin
    private AllowedOptions allowed = new AllowedOptions();

    @Mixin
    private SpendOptions spend = new SpendOptions();

    @Option(names = "--concurrent-calls", paramLabel = "N", description = "Calls out in progress at once.")
    private @Nullable Integer concurrentCalls;

    @Option(names = "--calls-per-hour", paramLabel = "N", description = "Calls out in an hour.")
    private @Nullable Integer callsPerHour;

    @Option(names = "--calls-per-day", paramLabel = "N", description = "Calls out in a day.")
    private @Nullable Integer callsPerDay;

    @Option(names = "--calls-per-destination", paramLabel = "N", description = "Calls to one number in an hour.")
    private @Nullable Integer callsPerDestination;

    @Option(
            names = "--calls-per-prefix",
            paramLabel = "N",
            description = "Calls to numbers with the same first eight digits in an hour.")
    private @Nullable Integer callsPerPrefix;

    @Option(
            names = "--max-duration",
            paramLabel = "TIME",
            converter = Span.class,
            description = "How long a call out may last: 90s, 10m, 1h.")
    private @Nullable Duration maxDuration;

    @Override
    protected int run(Session session) {
        boolean changes = Stream.of(
                        concurrentCalls, callsPerHour, callsPerDay, callsPerDestination, callsPerPrefix, maxDuration)
                .anyMatch(Objects::nonNull);
        if (!changes && allowed.isEmpty() && spend.isEmpty()) {
            throw new UsageException("name what to set, such as --country or --calls-per-hour");
        }
        Dials dials = client(session).dials();
        session.show(dials.put(changed(session, dials.settings())), DialSettingsColumns.WHOLE);
        return ExitCode.OK;
    }

    private DialSettings changed(Session session, DialSettings now) {
        return new DialSettings(
                allowed.countries(session, now.countries()),
                allowed.types(session, now.allowedTypes()),
                concurrentCalls == null ? now.concurrentCalls() : concurrentCalls,
                callsPerHour == null ? now.callsPerHour() : callsPerHour,
                callsPerDay == null ? now.callsPerDay() : callsPerDay,
                callsPerDestination == null ? now.callsPerDestinationPerHour() : callsPerDestination,
                callsPerPrefix == null ? now.callsPerPrefixPerHour() : callsPerPrefix,
                maxDuration == null ? now.maxDuration() : Span.seconds(maxDuration),
                spend.perDay(now.spendPerDay()),
                spend.perMonth(now.spendPerMonth()),
                spend.perCall(now.spendPerCall()),
                spend.unpriced(now.unpriced()));
    }

    @Override
    protected @Nullable String remedy(ProblemException refused) {
        return refused.code().equals("forbidden") ? "repeat it with an operator's key, and --tenant" : null;
    }
}
