// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.keys;

import dev.stagedoor.cli.command.Confirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "revoke",
        description = "Revoke an API key; it stops working at once.",
        footer = "stagedoor keys revoke key_01… --yes")
final class RevokeKey extends KeyCommand {
    @Parameters(paramLabel = "KEY_ID", description = "The key's id (key_…), not the key itself.")
    private String id = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        boolean ofOperators = ofOperators();
        confirmation.ask(session, "Revoke the API key " + id + "?");
        if (ofOperators) {
            session.client().operatorKeys().revoke(id);
        } else {
            client(session).keys().revoke(id);
        }
        session.done("revoked " + id);
        return ExitCode.OK;
    }
}
