// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.profiles;

import dev.stagedoor.api.claude.ProfileTest;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import picocli.CommandLine;

@CommandLine.Command(
        name = "test",
        description = {
            "Make one real call of a few tokens with a Claude profile.",
            "Exit code 1 if the provider does not answer it."
        },
        footer = "stagedoor profiles test Team")
final class TestProfile extends ProfileCommand {
    @Override
    protected int run(Session session) {
        ProfileTest test = client(session).profiles().test(id(session));
        session.show(test, ProfileColumns.TESTED);
        return test.status().equals("ok") ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }
}
