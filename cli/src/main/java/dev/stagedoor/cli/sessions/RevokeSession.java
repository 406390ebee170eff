// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.sessions;

import dev.stagedoor.cli.command.Confirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "revoke",
        description = "Revoke a user's session; what is open under it ends.",
        footer = "stagedoor sessions revoke ses_01… --tenant acme --yes")
final class RevokeSession extends TenantCommand {
    @Parameters(paramLabel = "SESSION_ID", description = "The session's id (ses_…), not its token.")
    private String id = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        confirmation.ask(session, "Revoke the session " + id + "?");
        client(session).users().revokeSession(id);
        session.done("revoked " + id);
        return ExitCode.OK;
    }
}
