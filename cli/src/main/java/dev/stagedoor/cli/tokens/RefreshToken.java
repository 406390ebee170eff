// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tokens;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "refresh",
        description = {
            "Get a new token for one that has not expired.",
            "Reads the token from standard input, or prompts for it."
        },
        footer = "stagedoor tokens refresh < token.txt")
final class RefreshToken extends TenantCommand {
    @Mixin
    private TokenInput token = new TokenInput();

    @Override
    protected int run(Session session) {
        session.show(client(session).tokens().refresh(token.read(session)), TokenColumns.TOKEN);
        return ExitCode.OK;
    }
}
