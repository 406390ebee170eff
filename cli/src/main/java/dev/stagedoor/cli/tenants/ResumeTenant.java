// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tenants;

import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(name = "resume", description = "Resume a suspended tenant.")
final class ResumeTenant extends Command {
    @Parameters(paramLabel = "TENANT", description = "The tenant's slug or id.")
    private String tenant = "";

    @Override
    protected int run(Session session) {
        session.show(session.client().tenants().resume(tenant), TenantColumns.ROW);
        return ExitCode.OK;
    }
}
