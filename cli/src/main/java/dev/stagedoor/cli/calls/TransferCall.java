// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.calls;

import dev.stagedoor.api.telephony.TransferRequest;
import dev.stagedoor.api.telephony.TransferState;
import dev.stagedoor.api.telephony.TransferView;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.http.ProblemException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "transfer",
        description = {
            "Hand the person on the phone over to another number; the call ends here.",
            "Exit code 0 if the carrier has done it, 1 if it refused or has not said."
        },
        footer = "stagedoor calls transfer call_01… --to +442079460199 --tenant acme")
final class TransferCall extends TenantCommand {
    @Parameters(paramLabel = "CALL", description = "The call's id (call_…).")
    private String call = "";

    @Option(
            names = "--to",
            paramLabel = "NUMBER",
            required = true,
            description = "The number; the dial settings say which may be called.")
    private String to = "";

    @Override
    protected int run(Session session) {
        TransferView transfer = client(session).calls().transfer(call, new TransferRequest(to));
        session.show(transfer, CallColumns.TRANSFER);
        return transfer.state() == TransferState.COMPLETED ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    @Override
    protected @Nullable String remedy(ProblemException refused) {
        return refused.code().equals("conflict")
                ? "stagedoor calls show " + call + " says how far it is"
                : WayOut.of(refused, tenant());
    }
}
