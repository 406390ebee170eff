// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.api.accounts.AccountList;
import dev.stagedoor.api.accounts.AccountToken;
import dev.stagedoor.api.accounts.AccountUser;
import dev.stagedoor.api.accounts.AccountView;
import dev.stagedoor.api.accounts.LoginAnswer;
import dev.stagedoor.api.sessions.SessionAnswer;
import dev.stagedoor.kernel.Page;

/** Accounts in the API's form. */
final class AccountViews {
    private AccountViews() {}

    static AccountView of(Account account) {
        return new AccountView(
                account.user(),
                account.person().email(),
                account.person().name(),
                account.state(),
                account.dates().createdAt(),
                account.dates().passwordSetAt(),
                account.dates().loggedInAt());
    }

    static AccountList of(Page<Account> page) {
        Page<AccountView> views = page.map(AccountViews::of);
        return new AccountList(views.items(), views.next());
    }

    static AccountToken of(Accounts.Offered offered) {
        return new AccountToken(offered.token().revealText(), offered.expiresAt(), of(offered.account()));
    }

    static LoginAnswer of(Account account, SessionAnswer session) {
        return new LoginAnswer(
                session.sessionToken(),
                session.session(),
                new AccountUser(
                        account.user(),
                        account.person().email(),
                        account.person().name()),
                session.agentC());
    }
}
