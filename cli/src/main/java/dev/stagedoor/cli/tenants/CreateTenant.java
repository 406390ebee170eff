// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tenants;

import dev.stagedoor.api.tenants.NewTenant;
import dev.stagedoor.api.tenants.PolicyFields;
import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.JsonFile;
import dev.stagedoor.cli.command.Session;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "create",
        description = "Create a tenant.",
        footer = {
            "stagedoor tenants create acme --name Acme",
            "stagedoor tenants create acme --name Acme --policy policy.json"
        })
final class CreateTenant extends Command {
    @Parameters(paramLabel = "SLUG", description = "The tenant's permanent short name and the prefix of its rooms.")
    private String slug = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Display name (default: the slug).")
    private @Nullable String name;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Policy fields that differ from the default policy, in JSON: {\"max_ttl\":3600};"
                    + " - for standard input.")
    private @Nullable Path policy;

    @Override
    protected int run(Session session) {
        PolicyFields fields = policy == null ? null : JsonFile.read(session.shell(), policy, PolicyFields.class);
        NewTenant tenant = new NewTenant(slug, name == null ? slug : name, fields);
        session.show(session.client().tenants().create(tenant), TenantColumns.ROW);
        return ExitCode.OK;
    }
}
