// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.profiles;

import dev.stagedoor.api.claude.ProfileList;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Profiles;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "list",
        description = "List Claude profiles, oldest first.",
        footer = "stagedoor profiles list --tenant acme")
final class ListProfiles extends TenantCommand {
    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Profiles profiles = client(session).profiles();
        return paging.print(
                session, ProfileColumns.ROW, profiles::all, profiles::list, ProfileList::items, ProfileList::next);
    }
}
