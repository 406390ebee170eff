// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.events;

import dev.stagedoor.api.events.WebhookDeliveryList;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.WebhookEndpoints;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "deliveries",
        description = "List what was sent to a webhook endpoint, newest first.",
        footer = "stagedoor webhook-endpoints deliveries whe_01… --state retrying")
final class ListDeliveries extends TenantCommand {
    @Parameters(paramLabel = "ENDPOINT", description = "The endpoint's id (whe_…).")
    private String id = "";

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only those in this state: pending, retrying or delivered.")
    private @Nullable String state;

    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        WebhookEndpoints endpoints = client(session).webhookEndpoints();
        return paging.print(
                session,
                DeliveryColumns.ROW,
                () -> endpoints.allDeliveries(id, state),
                page -> endpoints.deliveries(id, state, page),
                WebhookDeliveryList::items,
                WebhookDeliveryList::next);
    }
}
