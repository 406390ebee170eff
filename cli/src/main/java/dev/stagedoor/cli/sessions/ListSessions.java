// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.sessions;

import dev.stagedoor.api.sessions.SessionList;
import dev.stagedoor.api.sessions.SessionView;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.client.Users;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "list",
        description = "List users' sessions, newest first.",
        footer = "stagedoor sessions list --user alice --tenant acme")
final class ListSessions extends TenantCommand {
    private static final Columns<SessionView> ROW = new Columns<SessionView>()
            .add("id", SessionView::id)
            .add("user", SessionView::userId)
            .add("device", SessionView::device)
            .add("created", SessionView::createdAt)
            .add("expires", SessionView::expiresAt)
            .add("revoked", SessionView::revokedAt);

    @Option(names = "--user", paramLabel = "ID", description = "Only this user's.")
    private @Nullable String user;

    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Users users = client(session).users();
        return paging.print(
                session,
                ROW,
                () -> users.allSessions(user),
                page -> users.sessions(user, page),
                SessionList::items,
                SessionList::next);
    }
}
