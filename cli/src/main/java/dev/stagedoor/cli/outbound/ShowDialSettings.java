// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.outbound;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;

@CommandLine.Command(
        name = "show",
        description = "Show whom the tenant's agents may call, how often, and for how long.",
        footer = "stagedoor dial-settings show --tenant acme")
final class ShowDialSettings extends TenantCommand {
    @Override
    protected int run(Session session) {
        session.show(client(session).dials().settings(), DialSettingsColumns.WHOLE);
        return ExitCode.OK;
    }
}
