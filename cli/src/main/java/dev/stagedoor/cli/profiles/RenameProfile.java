// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.profiles;

import dev.stagedoor.api.claude.ProfileChange;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "rename",
        description = "Rename a Claude profile.",
        footer = "stagedoor profiles rename Team \"Team of 2027\"")
final class RenameProfile extends ProfileCommand {
    @Parameters(index = "1", paramLabel = "NAME", description = "The new name.")
    private String name = "";

    @Override
    protected int run(Session session) {
        ProfileChange change = new ProfileChange(name, null, null);
        session.show(client(session).profiles().change(id(session), change), ProfileColumns.WHOLE);
        return ExitCode.OK;
    }
}
