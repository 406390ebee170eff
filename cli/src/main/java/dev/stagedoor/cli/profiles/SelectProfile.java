// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.profiles;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "select",
        description = "Select the Claude profile that the next runs take; runs in progress keep theirs.",
        footer = {"stagedoor profiles select Team", "stagedoor profiles select prof_01… --user alice"})
final class SelectProfile extends ProfileCommand {
    @Option(names = "--user", paramLabel = "ID", description = "For this user's runs (default: the tenant's own).")
    private @Nullable String user;

    @Override
    protected int run(Session session) {
        session.show(client(session).profiles().select(id(session), user), ProfileColumns.SELECTED);
        return ExitCode.OK;
    }
}
