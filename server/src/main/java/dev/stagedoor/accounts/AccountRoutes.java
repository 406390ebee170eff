// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.api.accounts.AccountList;
import dev.stagedoor.api.accounts.AccountState;
import dev.stagedoor.api.accounts.AccountToken;
import dev.stagedoor.api.accounts.AccountView;
import dev.stagedoor.api.accounts.NewAccount;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import java.util.List;
import java.util.Locale;

/** Accounts, for tenants' backends. */
final class AccountRoutes {
    private static final String ALL = "/api/v1/accounts";
    private static final String USER = "user";
    private static final String ONE = ALL + "/{" + USER + "}";
    private static final Access USERS = new Access.TenantScope(Scope.USERS_WRITE);

    private final Accounts accounts;

    AccountRoutes(Accounts accounts) {
        this.accounts = accounts;
    }

    List<Route<?>> all() {
        return Route.alsoUnderTenant(List.of(
                Route.post(ALL, USERS)
                        .named("account.invite", "Invite a user; only this response contains their one-time token")
                        .takes(NewAccount.class)
                        .example(new NewAccount("alice", "alice@example.com", "Alice"))
                        .idempotent()
                        .answers(AccountToken.class)
                        .by(this::invite),
                Route.get(ALL, USERS)
                        .named("account.list", "List users' accounts, by user id")
                        .query("limit", "after", "email", "state")
                        .answers(AccountList.class)
                        .by(this::list),
                Route.get(ONE, USERS)
                        .named("account.get", "Show a user's account")
                        .answers(AccountView.class)
                        .by(exchange -> Reply.ok(AccountViews.of(
                                accounts.get(exchange.principal(), exchange.tenant(), exchange.path(USER))))),
                Route.post(ONE + "/reset", USERS)
                        .named("account.reset", "Get a new one-time token for a user; earlier ones end")
                        .answers(AccountToken.class)
                        .by(this::reset),
                Route.post(ONE + "/disable", USERS)
                        .named("account.disable", "Disable a user's account; their sessions end")
                        .answers(AccountView.class)
                        .by(exchange -> Reply.ok(AccountViews.of(
                                accounts.disable(exchange.principal(), exchange.tenant(), exchange.path(USER))))),
                Route.post(ONE + "/enable", USERS)
                        .named("account.enable", "Enable a user's account again")
                        .answers(AccountView.class)
                        .by(exchange -> Reply.ok(AccountViews.of(
                                accounts.enable(exchange.principal(), exchange.tenant(), exchange.path(USER))))),
                Route.delete(ONE, USERS)
                        .named("account.erase", "Erase a user: their account, chats and files; their sessions end")
                        .by(this::erase)));
    }

    private Reply invite(Exchange exchange, NewAccount body) {
        Accounts.Invited invited = new Accounts.Invited(body.userId(), Email.of(body.email()), body.name());
        return Reply.createdSecret(AccountViews.of(
                accounts.invite(exchange.principal(), exchange.tenant(), invited, exchange.idempotencyKey())));
    }

    private Reply list(Exchange exchange) {
        Accounts.Wanted wanted = new Accounts.Wanted(
                exchange.query("email").map(Email::of).orElse(null),
                exchange.query("state").map(AccountRoutes::state).orElse(null));
        return Reply.ok(
                AccountViews.of(accounts.list(exchange.principal(), exchange.tenant(), wanted, exchange.page())));
    }

    private static AccountState state(String word) {
        for (AccountState state : AccountState.values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(word)) {
                return state;
            }
        }
        throw Problem.invalid("state", "must be invited, active or disabled");
    }

    private Reply reset(Exchange exchange) {
        return Reply.createdSecret(
                AccountViews.of(accounts.reset(exchange.principal(), exchange.tenant(), exchange.path(USER))));
    }

    private Reply erase(Exchange exchange) {
        accounts.erase(exchange.principal(), exchange.tenant(), exchange.path(USER));
        return Reply.nothing();
    }
}
