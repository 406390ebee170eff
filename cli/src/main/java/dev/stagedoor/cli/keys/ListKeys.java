package dev.stagedoor.cli.keys;

import dev.stagedoor.api.access.ApiKeyList;
import dev.stagedoor.api.access.ApiKeyView;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.PageRequest;
import dev.stagedoor.client.StagedoorClient;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(name = "list", description = "List the API keys, oldest first, revoked ones included.")
final class ListKeys extends TenantCommand {
    @Mixin
    private Paging paging = new Paging();

    @Option(names = "--operator", description = "The operators' keys instead of a tenant's.")
    private boolean operator;

    @Override
    protected int run(Session session) {
        StagedoorClient client = client(session);
        return paging.print(
                session,
                KeyColumns.ROW,
                page -> printed(client, page),
                () -> operator ? client.operatorKeys().all() : client.keys().all());
    }

    private Paging.Printed<ApiKeyView> printed(StagedoorClient client, PageRequest page) {
        ApiKeyList list =
                operator ? client.operatorKeys().list(page) : client.keys().list(page);
        return new Paging.Printed<>(list.items(), list.next());
    }
}
