// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.profiles;

import dev.stagedoor.cli.command.Confirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "delete",
        description = "Delete a Claude profile and destroy its secret.",
        footer = "stagedoor profiles delete Team --yes")
final class DeleteProfile extends ProfileCommand {
    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        confirmation.ask(session, "Delete the Claude profile " + given() + " and destroy its secret?");
        client(session).profiles().delete(id(session));
        session.done("deleted " + given());
        return ExitCode.OK;
    }
}
