// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.events;

import dev.stagedoor.api.events.WebhookEndpointList;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.WebhookEndpoints;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(name = "list", description = "List webhook endpoints.")
final class ListEndpoints extends TenantCommand {
    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        WebhookEndpoints endpoints = client(session).webhookEndpoints();
        return paging.print(
                session,
                EndpointColumns.ROW,
                endpoints::all,
                endpoints::list,
                WebhookEndpointList::items,
                WebhookEndpointList::next);
    }
}
