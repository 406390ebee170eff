// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.accounts.AccountList;
import dev.stagedoor.api.accounts.AccountState;
import dev.stagedoor.api.accounts.AccountToken;
import dev.stagedoor.api.accounts.AccountView;
import dev.stagedoor.api.accounts.NewAccount;
import dev.stagedoor.api.sessions.SessionList;
import dev.stagedoor.api.sessions.SessionView;
import dev.stagedoor.api.tenants.AppUserList;
import dev.stagedoor.api.tenants.AppUserView;
import dev.stagedoor.client.http.Request;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** End users, by their ids in the tenant's system: their access, their accounts, their sessions. */
public final class Users {
    private static final String USERS = "users";
    private static final String ACCOUNTS = "accounts";
    private static final String SESSIONS = "sessions";

    private final Root root;

    Users(Root root) {
        this.root = root;
    }

    /** A page of the users whose access was ever revoked, by id. */
    public AppUserList list(PageRequest page) {
        return root.send(root.list(page, USERS), AppUserList.class);
    }

    /** All of them, page by page. */
    public Stream<AppUserView> all() {
        return Pages.stream(this::list, AppUserList::items, AppUserList::next);
    }

    /** Whether a user's access is revoked. */
    public AppUserView get(String user) {
        return root.send(Request.get(root.at(USERS, user)), AppUserView.class);
    }

    /** Revokes a user's access and removes them from every room. */
    public AppUserView revoke(String user) {
        return root.send(Request.post(root.at(USERS, user, "revoke"), null), AppUserView.class);
    }

    /** Restores a revoked user's access. */
    public AppUserView reinstate(String user) {
        return root.send(Request.post(root.at(USERS, user, "reinstate"), null), AppUserView.class);
    }

    /** Invites a user; only this answer has the one-time token for their password. */
    public AccountToken invite(NewAccount account) {
        return root.send(Request.post(root.at(ACCOUNTS), account).creating().repeating(), AccountToken.class);
    }

    /** Which accounts are listed; null matches any. */
    public record AccountFilter(
            @Nullable String email, @Nullable AccountState state) {}

    /** A page of those accounts, by user id. */
    public AccountList accounts(AccountFilter filter, PageRequest page) {
        AccountState state = filter.state();
        Request request = root.list(page, ACCOUNTS)
                .with("email", filter.email())
                .with("state", state == null ? null : state.name().toLowerCase(Locale.ROOT));
        return root.send(request, AccountList.class);
    }

    /** All of those, page by page. */
    public Stream<AccountView> allAccounts(AccountFilter filter) {
        return Pages.stream(page -> accounts(filter, page), AccountList::items, AccountList::next);
    }

    /** A user's account. */
    public AccountView account(String user) {
        return root.send(Request.get(root.at(ACCOUNTS, user)), AccountView.class);
    }

    /** A new one-time token for a user's password; earlier ones end. */
    public AccountToken resetAccount(String user) {
        return root.send(Request.post(root.at(ACCOUNTS, user, "reset"), null), AccountToken.class);
    }

    /** Disables a user's account; their sessions end. */
    public AccountView disableAccount(String user) {
        return root.send(Request.post(root.at(ACCOUNTS, user, "disable"), null), AccountView.class);
    }

    /** Enables a user's account again. */
    public AccountView enableAccount(String user) {
        return root.send(Request.post(root.at(ACCOUNTS, user, "enable"), null), AccountView.class);
    }

    /** Erases a user's account; their sessions end. */
    public void eraseAccount(String user) {
        root.transport().send(Request.delete(root.at(ACCOUNTS, user)));
    }

    /** A page of a user's sessions, or of all users' if {@code user} is null, newest first. */
    public SessionList sessions(@Nullable String user, PageRequest page) {
        return root.send(root.list(page, SESSIONS).with("user_id", user), SessionList.class);
    }

    /** All of those, page by page. */
    public Stream<SessionView> allSessions(@Nullable String user) {
        return Pages.stream(page -> sessions(user, page), SessionList::items, SessionList::next);
    }

    /** Revokes a session, by its id ({@code ses_…}); what is open under it ends. */
    public void revokeSession(String id) {
        root.transport().send(Request.delete(root.at(SESSIONS, id)));
    }
}
