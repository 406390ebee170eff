// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.access.KeyHash;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.sessions.Sessions;

/** How users set and change their passwords. */
final class PasswordChanges {
    private final Foundation on;
    private final Attempts attempts;
    private final Sessions sessions;

    PasswordChanges(Foundation on, Attempts attempts, Sessions sessions) {
        this.on = on;
        this.attempts = attempts;
        this.sessions = sessions;
    }

    /**
     * Sets a password by a one-time token, which works once; the user's sessions end.
     *
     * @throws Problem {@code invalid_request} naming {@code token}, whatever is wrong with it, or {@code password}
     */
    void set(Principal by, TenantId tenant, String token, String text) {
        Secret password = Passwords.chosen(text);
        KeyHash hash = Accounts.TOKEN.hash(token).orElseThrow(PasswordChanges::refused);
        Account account = on.ledger()
                .read(
                        by,
                        tenant,
                        tx -> AccountStore.findByToken(
                                tx, on.dataKeys().of(tx), hash, on.clock().instant()))
                .orElseThrow(PasswordChanges::refused);
        Passwords.requireNotOf(account, password);
        Account.Password hashed = hashed(tenant, attempts.secrets(tenant), password);
        Principal settled = by.settled();
        on.ledger().changing(settled, tenant, change -> {
            if (!AccountStore.redeem(change.tx(), hash, hashed, change.now())) {
                throw refused();
            }
            ended(settled, change, account, "");
        });
    }

    private Account.Password hashed(TenantId tenant, AccountSecrets.Known secrets, Secret password) {
        try (HashTurns.Place place = attempts.enter(tenant)) {
            return attempts.hashed(secrets, place, password);
        }
    }

    private void ended(Principal by, ChangeTx change, Account account, String kept) {
        sessions.revokeAll(change, by, account.user(), kept);
        change.append(Draft.of(by, change.now(), "account.set_password", account.user(), "{}"));
    }

    private static Problem refused() {
        return Problem.invalid("token", "is not valid, was used, or has expired");
    }

    /**
     * Changes the password of whoever's session it is; their other sessions end.
     *
     * @throws Problem {@code invalid_request} naming {@code current} if that is not the password; {@code not_found} if the
     *     user has no account; {@code rate_limited}
     */
    void change(Principal.AppUser by, Change wanted) {
        Secret password = Passwords.chosen(wanted.password());
        Account account = on.ledger()
                .read(by, by.tenant(), tx -> AccountStore.find(tx, on.dataKeys().of(tx), by.user()))
                .orElseThrow(Accounts::missing);
        Passwords.requireNotOf(account, password);
        AccountSecrets.Known secrets = attempts.secrets(by.tenant());
        Attempts.Counted counted = new Attempts.Counted(
                by, by.tenant(), secrets, secrets.first().subjects(account.email(), wanted.network()));
        try (HashTurns.Place place = attempts.enter(by.tenant())) {
            attempts.begin(counted, tx -> true);
            if (!attempts.matches(counted, place, Passwords.typed(wanted.current()), account.password())) {
                throw wrong(by);
            }
            replace(by, account, attempts.hashed(secrets, place, password), counted);
        }
    }

    /** The password in use, the one to use from now on, and from where. */
    record Change(String current, String password, String network) {
        @Override
        public String toString() {
            return "Change[]";
        }
    }

    private Problem wrong(Principal.AppUser by) {
        Principal settled = by.settled();
        on.ledger().changing(settled, by.tenant(), change -> {
            FailureStore.prune(change.tx(), change.now());
            change.append(Draft.of(settled, change.now(), "account.change_failed", by.user(), "{}"));
        });
        return Problem.invalid("current", "is not the password");
    }

    private void replace(Principal.AppUser by, Account account, Account.Password password, Attempts.Counted counted) {
        Principal settled = by.settled();
        on.ledger().changing(settled, by.tenant(), change -> {
            if (!AccountStore.replace(change.tx(), account, password, change.now())) {
                throw Problem.invalid("current", "is not the password");
            }
            attempts.succeeded(change.tx(), counted, change.now());
            ended(settled, change, account, by.session());
        });
    }
}
