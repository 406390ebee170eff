// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.phone;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;

@CommandLine.Command(
        name = "show",
        description = "Show which phone callers get through, and how often.",
        footer = "stagedoor phone-settings show --tenant acme")
final class ShowPhoneSettings extends TenantCommand {
    @Override
    protected int run(Session session) {
        session.show(client(session).numbers().settings(), PhoneSettingsColumns.WHOLE);
        return ExitCode.OK;
    }
}
