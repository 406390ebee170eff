// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.numbers;

import dev.stagedoor.api.telephony.TrunkRequest;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "provision",
        description = {
            "Let calls to a number into the tenant's LiveKit: writes a SIP trunk and a dispatch rule there.",
            "Again, it repairs what differs. The trunk's password is generated, and shown only once."
        },
        footer = {
            "stagedoor numbers provision +442071838750 --sip-host sip.acme.example --tenant acme",
            "stagedoor numbers provision +442071838750 --no-password --allowed-address 54.172.60.0/30"
        })
final class ProvisionNumber extends TenantCommand {
    @Parameters(paramLabel = "NUMBER", description = "The number, with + and its country code.")
    private String number = "";

    @Option(
            names = "--password",
            negatable = true,
            description = "Whether carriers log in with a user name and password; --no-password needs addresses.")
    private @Nullable Boolean password;

    @Option(
            names = "--allowed-address",
            paramLabel = "ADDRESS",
            description = "An IP address, or a block of them, from which calls may come; can be given several times.")
    private @Nullable List<String> addresses;

    @Option(names = "--sip-host", paramLabel = "HOST", description = "The host of the tenant's LiveKit SIP.")
    private @Nullable String host;

    @Option(
            names = "--sip-transport",
            paramLabel = "TRANSPORT",
            description = "How carriers connect to it: tcp or tls.")
    private @Nullable String transport;

    @Override
    protected int run(Session session) {
        TrunkRequest request = new TrunkRequest(password, addresses, host, transport);
        session.show(client(session).numbers().provision(number, request), TrunkColumns.WHOLE);
        return ExitCode.OK;
    }
}
