// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.users;

import dev.stagedoor.api.tenants.AppUserView;
import dev.stagedoor.cli.console.Columns;

/** The columns of users. */
final class UserColumns {
    static final Columns<AppUserView> WHOLE = new Columns<AppUserView>()
            .add("user", AppUserView::id)
            .add("state", user -> user.revoked() ? "revoked" : "active")
            .add("since", AppUserView::since);

    private UserColumns() {}
}
