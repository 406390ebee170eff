// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.profiles;

import dev.stagedoor.api.claude.SelectedProfile;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "selected",
        description = {"Show which Claude profile the next runs take.", "Exit code 1 if none is selected."},
        footer = "stagedoor profiles selected --user alice")
final class ShowSelected extends TenantCommand {
    @Option(names = "--user", paramLabel = "ID", description = "Of this user's runs (default: the tenant's own).")
    private @Nullable String user;

    @Override
    protected int run(Session session) {
        SelectedProfile selected = client(session).profiles().selected(user);
        session.show(selected, ProfileColumns.SELECTED);
        return selected.selectedProfileId() == null ? ExitCode.CHECK_FAILED : ExitCode.OK;
    }
}
