// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tokens;

import dev.stagedoor.api.tokens.Inspection;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "inspect",
        description = {
            "Show what a token claims and whether it is valid; exit code 1 if not.",
            "Reads the token from standard input, or prompts for it."
        },
        footer = "stagedoor tokens inspect < token.txt")
final class InspectToken extends TenantCommand {
    @Mixin
    private TokenInput token = new TokenInput();

    @Override
    protected int run(Session session) {
        Inspection inspection = client(session).tokens().inspect(token.read(session));
        session.show(inspection, TokenColumns.INSPECTION);
        return inspection.valid() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }
}
