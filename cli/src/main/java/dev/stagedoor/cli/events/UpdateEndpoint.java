// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.events;

import dev.stagedoor.api.events.WebhookEndpointChange;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.command.UsageException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "update",
        description = {
            "Change a webhook endpoint, disable it, or enable it again.",
            "Enabled again, it is sent what was still pending; what happened meanwhile is in: stagedoor events list"
        },
        footer = {
            "stagedoor webhook-endpoints update whe_01… --enable",
            "stagedoor webhook-endpoints update whe_01… --type call.ended --to https://backend.example.com/hooks",
            "stagedoor webhook-endpoints update whe_01… --all-types"
        })
final class UpdateEndpoint extends TenantCommand {
    @Parameters(paramLabel = "ENDPOINT", description = "The endpoint's id (whe_…).")
    private String id = "";

    @Option(names = "--to", paramLabel = "URL", description = "Where events are posted from now on.")
    private @Nullable String url;

    @Mixin
    private EndpointOptions options = new EndpointOptions();

    @Option(names = "--all-types", description = "Send every type of event from now on.")
    private boolean allTypes;

    @Option(names = "--enable", description = "Send events again.")
    private boolean enable;

    @Option(names = "--disable", description = "Send no more events.")
    private boolean disable;

    @Override
    protected int run(Session session) {
        if (enable && disable) {
            throw new UsageException("--enable and --disable exclude each other");
        }
        if (allTypes && options.types != null) {
            throw new UsageException("--type and --all-types exclude each other");
        }
        WebhookEndpointChange change = new WebhookEndpointChange(
                url, allTypes ? List.of() : options.types, options.description, enable ? Boolean.TRUE : off());
        session.show(client(session).webhookEndpoints().update(id, change), EndpointColumns.WHOLE);
        return ExitCode.OK;
    }

    private @Nullable Boolean off() {
        return disable ? Boolean.FALSE : null;
    }
}
