// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.audit;

import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.client.Audit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command on one chain: a tenant's, the platform's, or that of a tenant that was deleted. */
abstract class ChainCommand extends TenantCommand {
    @Option(
            names = "--deleted",
            paramLabel = "TENANT",
            description = "A deleted tenant (slug or id); for operator keys.")
    private @Nullable String deleted;

    /** The chain that is meant. */
    final Audit audit(Session session) {
        if (deleted == null) {
            return client(session).audit();
        }
        if (tenant() != null) {
            throw new UsageException("--deleted and --tenant exclude each other");
        }
        return session.client().tenants().auditOfDeleted(deleted);
    }
}
