// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tenants;

import dev.stagedoor.api.tenants.PolicyFields;
import dev.stagedoor.api.tenants.TenantChange;
import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.JsonFile;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.UsageException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "update",
        description = {
            "Change a tenant's name or policy.",
            "Fields that are not given stay. Policy changes apply from the next request on."
        },
        footer = {
            "stagedoor tenants update acme --name \"Acme & Sons\"",
            "stagedoor tenants update acme --policy policy.json",
            "echo '{\"max_ttl\":600}' | stagedoor tenants update acme --policy -"
        })
final class UpdateTenant extends Command {
    @Parameters(paramLabel = "TENANT", description = "The tenant's slug or id.")
    private String tenant = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Display name.")
    private @Nullable String name;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Policy fields to replace, in JSON, as in the policy of tenants show --json;"
                    + " - for standard input.")
    private @Nullable Path policy;

    @Override
    protected int run(Session session) {
        if (name == null && policy == null) {
            throw new UsageException("--name or --policy is required");
        }
        PolicyFields fields = policy == null ? null : JsonFile.read(session.shell(), policy, PolicyFields.class);
        session.show(session.client().tenants().update(tenant, new TenantChange(name, fields)), TenantColumns.WHOLE);
        return ExitCode.OK;
    }
}
