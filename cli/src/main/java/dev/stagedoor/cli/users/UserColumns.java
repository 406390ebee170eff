// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.users;

import dev.stagedoor.api.accounts.AccountToken;
import dev.stagedoor.api.accounts.AccountView;
import dev.stagedoor.api.tenants.AppUserView;
import dev.stagedoor.cli.console.Columns;

/** The columns of users. */
final class UserColumns {
    static final Columns<AppUserView> WHOLE = new Columns<AppUserView>()
            .add("user", AppUserView::id)
            .add("state", user -> user.revoked() ? "revoked" : "active")
            .add("since", AppUserView::since);

    static final Columns<AccountView> ACCOUNT = new Columns<AccountView>()
            .add("user", AccountView::userId)
            .add("email", AccountView::email)
            .add("name", AccountView::name)
            .add("state", AccountView::state)
            .add("created", AccountView::createdAt)
            .add("last login", AccountView::loggedInAt);

    static final Columns<AccountToken> TOKEN = new Columns<AccountToken>()
            .add("token", AccountToken::token)
            .add("expires", AccountToken::expiresAt)
            .add("user", one -> one.account().userId())
            .add("email", one -> one.account().email())
            .add("state", one -> one.account().state());

    private UserColumns() {}
}
