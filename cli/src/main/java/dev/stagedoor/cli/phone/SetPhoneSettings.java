// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.phone;

import dev.stagedoor.api.telephony.PhoneSettings;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.client.Numbers;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "set",
        description = {
            "Change which phone callers get through, and how often; what is not given stays.",
            "A caller is a number, or the beginning of some with a * after it. Calls in progress go on."
        },
        footer = {
            "stagedoor phone-settings set --block +12025550143 --block +8816* --tenant acme",
            "stagedoor phone-settings set --unblock +12025550143",
            "stagedoor phone-settings set --answer-within 12 --no-withheld-callers"
        })
final class SetPhoneSettings extends TenantCommand {
    @Mixin
    private CallerOptions callers = new CallerOptions();

    @Option(
            names = "--withheld-callers",
            negatable = true,
            description = "Let callers through who withhold their number.")
    private @Nullable Boolean withheldCallers;

    @Option(
            names = "--answer-within",
            paramLabel = "SECONDS",
            description = "How long a caller waits for the agent before they are turned away: 1 to 60.")
    private @Nullable Integer answerWithin;

    @Option(names = "--calls-per-caller", paramLabel = "N", description = "Calls of one caller in a minute.")
    private @Nullable Integer callsPerCaller;

    @Option(names = "--calls-per-number", paramLabel = "N", description = "Calls to one number in a minute.")
    private @Nullable Integer callsPerNumber;

    @Option(
            names = "--body-only-signatures",
            negatable = true,
            description = "Accept signatures over the body alone, which do not expire.")
    private @Nullable Boolean bodyOnlySignatures;

    @Override
    protected int run(Session session) {
        boolean changes = Stream.of(withheldCallers, answerWithin, callsPerCaller, callsPerNumber, bodyOnlySignatures)
                .anyMatch(Objects::nonNull);
        if (!changes && callers.isEmpty()) {
            throw new UsageException("name what to set, such as --block or --answer-within");
        }
        Numbers numbers = client(session).numbers();
        session.show(numbers.put(changed(session, numbers.settings())), PhoneSettingsColumns.WHOLE);
        return ExitCode.OK;
    }

    private PhoneSettings changed(Session session, PhoneSettings now) {
        return new PhoneSettings(
                callers.blocked(session, now.blocked()),
                callers.allowed(session, now.allowed()),
                withheldCallers == null ? now.withheldCallers() : withheldCallers,
                answerWithin == null ? now.answerWithin() : answerWithin,
                callsPerCaller == null ? now.callsPerCaller() : callsPerCaller,
                callsPerNumber == null ? now.callsPerNumber() : callsPerNumber,
                bodyOnlySignatures == null ? now.bodyOnlySignatures() : bodyOnlySignatures);
    }
}
