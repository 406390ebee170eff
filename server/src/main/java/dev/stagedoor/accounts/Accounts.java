// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.access.KeyHash;
import dev.stagedoor.access.TokenText;
import dev.stagedoor.api.accounts.AccountState;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.crypto.DataKey;
import dev.stagedoor.db.Hash;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.idempotency.Made;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.sessions.Sessions;
import dev.stagedoor.sessions.UserErasure;
import dev.stagedoor.tenants.AppUsers;
import dev.stagedoor.tenants.Tenants;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a tenant's backend does with its users' accounts. */
final class Accounts {
    private static final String NOTHING = "{}";

    /** The texts of one-time tokens. */
    static final TokenText TOKEN = new TokenText("sd_once_");

    private final Foundation on;
    private final AccountSecrets secrets;
    private final Sessions sessions;
    private final List<UserErasure> erasures;
    private final AccountsConfig config;

    /** Who is invited. */
    record Invited(String user, Email email, @Nullable String name) {}

    /** A one-time token for an account, which the tenant's backend delivers. */
    record Offered(Account account, Secret token, Instant expiresAt) {}

    /** Which accounts are listed: those of all, unless it says otherwise. */
    record Wanted(@Nullable Email email, @Nullable AccountState state) {}

    Accounts(
            Foundation on,
            AccountSecrets secrets,
            Sessions sessions,
            List<UserErasure> erasures,
            AccountsConfig config) {
        this.on = on;
        this.erasures = erasures;
        this.secrets = secrets;
        this.sessions = sessions;
        this.config = config;
    }

    /**
     * Makes an account without a password.
     *
     * @throws Problem {@code conflict} if the user or the address has one
     */
    Offered invite(Principal by, TenantId tenant, Invited invited, Optional<IdempotencyKey> key) {
        PlainText.checked("user_id", invited.user(), AppUsers.LONGEST_ID);
        Hash email = secrets.of(tenant).first().email(invited.email());
        return on.idempotency()
                .once(
                        by,
                        tenant,
                        key,
                        change -> new Made<>(invited(by, change, invited, email), Map.of("user_id", invited.user())),
                        ids -> {
                            throw Problem.of(
                                            ErrorCode.KEY_ALREADY_SHOWN,
                                            "This request already invited the user. A token is shown only once: get"
                                                    + " another by a reset.")
                                    .field("user_id", invited.user());
                        });
    }

    private Offered invited(Principal by, ChangeTx change, Invited invited, Hash email) {
        Tenants.living(change.tx());
        DataKey key = on.dataKeys().of(change.tx());
        Account account = new Account(
                Ids.next("acc", change.now()),
                invited.user(),
                email,
                new Account.Person(invited.email().value(), invited.name()),
                null,
                false,
                new Account.Dates(change.now(), null, null));
        if (!AccountStore.insert(change.tx(), key, account)) {
            throw AccountStore.find(change.tx(), key, invited.user()).isPresent()
                    ? Problem.of(ErrorCode.CONFLICT, "The user has an account already.")
                    : Problem.of(ErrorCode.CONFLICT, "Another user's account has this address.");
        }
        return offered(by, change, account, "account.invite");
    }

    /** A one-time token that ends any earlier one. */
    private Offered offered(Principal by, ChangeTx change, Account account, String action) {
        Secret token = TOKEN.next();
        Instant expiresAt = change.now().plus(config.tokenTime());
        KeyHash hash = TOKEN.hash(token.revealText()).orElseThrow();
        if (!AccountStore.offer(change.tx(), account.user(), hash, expiresAt)) {
            throw Problem.of(ErrorCode.CONFLICT, "The account is disabled. Enable it first.");
        }
        change.append(Draft.of(by, change.now(), action, account.user(), NOTHING));
        return new Offered(account, token, expiresAt);
    }

    /** Accounts by user id. */
    Page<Account> list(Principal by, TenantId tenant, Wanted wanted, Page.Request page) {
        Hash email = wanted.email() == null ? null : secrets.of(tenant).first().email(wanted.email());
        AccountStore.Filter filter = new AccountStore.Filter(email, wanted.state());
        return on.ledger()
                .read(by, tenant, tx -> AccountStore.page(tx, on.dataKeys().of(tx), filter, page));
    }

    /** A user's account; {@code not_found}. */
    Account get(Principal by, TenantId tenant, String user) {
        return on.ledger()
                .read(by, tenant, tx -> AccountStore.find(tx, on.dataKeys().of(tx), user))
                .orElseThrow(Accounts::missing);
    }

    /**
     * A new one-time token; the password works until it is used.
     *
     * @throws Problem {@code not_found}; {@code conflict} if the account is disabled
     */
    Offered reset(Principal by, TenantId tenant, String user) {
        return on.ledger().change(by, tenant, change -> offered(by, change, known(change, user), "account.reset"));
    }

    /** The user may not log in any more, and their sessions end, on every node from the answer on (T4). */
    Account disable(Principal by, TenantId tenant, String user) {
        return on.ledger().change(by, tenant, change -> {
            AccountStore.disable(change.tx(), user);
            Account account = known(change, user);
            sessions.revokeAll(change, by, user, "");
            change.append(Draft.of(by, change.now(), "account.disable", user, NOTHING));
            return account;
        });
    }

    /** The user may log in again. */
    Account enable(Principal by, TenantId tenant, String user) {
        return on.ledger().change(by, tenant, change -> {
            AccountStore.enable(change.tx(), user);
            change.append(Draft.of(by, change.now(), "account.enable", user, NOTHING));
            return known(change, user);
        });
    }

    /**
     * Ends the user's sessions, and deletes all that there is of them: their account, if they have one, their chats and
     * files. {@code not_found} if there is nothing.
     */
    void erase(Principal by, TenantId tenant, String user) {
        on.ledger().changing(by, tenant, change -> {
            int erased = AccountStore.delete(change.tx(), user) ? 1 : 0;
            erased += sessions.revokeAll(change, by, user, "");
            for (UserErasure elsewhere : erasures) {
                erased += elsewhere.erase(change, user);
            }
            if (erased == 0) {
                throw missing();
            }
            change.append(Draft.of(by, change.now(), "account.erase", user, NOTHING));
        });
    }

    private Account known(ChangeTx change, String user) {
        return AccountStore.find(change.tx(), on.dataKeys().of(change.tx()), user)
                .orElseThrow(Accounts::missing);
    }

    static Problem missing() {
        return Problem.notFound("account");
    }
}
