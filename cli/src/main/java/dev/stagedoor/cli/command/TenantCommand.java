// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.command;

import dev.stagedoor.client.StagedoorClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command on one tenant: the key's own, or the one that an operator names. */
public abstract class TenantCommand extends Command {
    @Option(
            names = {"-t", "--tenant"},
            paramLabel = "TENANT",
            description = "The tenant (slug or id); for operator keys.")
    private @Nullable String tenant;

    /** The connection for that tenant. */
    protected final StagedoorClient client(Session session) {
        StagedoorClient client = session.client();
        return tenant == null ? client : client.inTenant(tenant);
    }

    /** The named tenant, if any. */
    protected final @Nullable String tenant() {
        return tenant;
    }
}
