// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.servers;

import dev.stagedoor.api.vault.SharedServerView;
import dev.stagedoor.cli.console.Columns;

/** The columns of shared servers. */
final class ServerColumns {
    static final Columns<SharedServerView> ROW = new Columns<SharedServerView>()
            .add("server", SharedServerView::serverUrl)
            .add("shared", SharedServerView::createdAt)
            .add("note", SharedServerView::note);

    private ServerColumns() {}
}
