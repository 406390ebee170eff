// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.calls;

import dev.stagedoor.api.telephony.DtmfRequest;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.http.ProblemException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "dtmf",
        description = {
            "Have a call's agent press keys: digits, *, #, A to D, and w to wait half a second.",
            "- reads them from standard input, or prompts for them: a PIN is better not an argument."
        },
        footer = {"stagedoor calls dtmf call_01… 1w23#", "stagedoor calls dtmf call_01… - < pin.txt"})
final class PressKeys extends TenantCommand {
    @Parameters(index = "0", paramLabel = "CALL", description = "The call's id (call_…).")
    private String call = "";

    @Parameters(index = "1", paramLabel = "KEYS", description = "The keys, at most 64; - for standard input.")
    private String keys = "";

    @Override
    protected int run(Session session) {
        String pressed = keys.equals("-") ? session.secret(null, "keys") : keys;
        session.show(client(session).calls().dtmf(call, new DtmfRequest(pressed)), CallColumns.KEYS);
        return ExitCode.OK;
    }

    @Override
    protected @Nullable String remedy(ProblemException refused) {
        return refused.code().equals("conflict") ? "stagedoor calls show " + call + " says how far it is" : null;
    }
}
