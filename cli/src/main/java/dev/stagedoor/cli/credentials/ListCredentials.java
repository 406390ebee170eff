// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.CredentialList;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Credentials;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "list",
        description = "List all versions of the tenant's credentials, newest first, without secrets.")
final class ListCredentials extends TenantCommand {
    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Credentials credentials = client(session).credentials();
        return paging.print(
                session,
                CredentialColumns.ROW,
                credentials::all,
                credentials::list,
                CredentialList::items,
                CredentialList::next);
    }
}
