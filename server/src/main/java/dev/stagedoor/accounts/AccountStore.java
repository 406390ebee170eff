// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.access.KeyHash;
import dev.stagedoor.api.accounts.AccountState;
import dev.stagedoor.crypto.Binding;
import dev.stagedoor.crypto.DataKey;
import dev.stagedoor.db.Hash;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.StoredJson;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code accounts}. */
final class AccountStore {
    private static final String ALL = """
            SELECT account_id, user_id, email_hash, person, password, secret_version, disabled, created_at,
                   password_set_at, logged_in_at
              FROM accounts WHERE tenant_id = :tenant
            """;

    private AccountStore() {}

    /** The sealed column {@code person}. */
    private record StoredPerson(String email, @Nullable String name) {}

    /** A row of it, without the one-time token. */
    @SuppressWarnings("ArrayRecordComponent") // only read
    private record StoredAccount(
            String accountId,
            String userId,
            Hash emailHash,
            byte[] person,
            @Nullable String password,
            int secretVersion,
            boolean disabled,
            Instant createdAt,
            @Nullable Instant passwordSetAt,
            @Nullable Instant loggedInAt) {
        static StoredAccount of(Tx tx, DataKey key, Account account) {
            Account.Person person = account.person();
            Account.Password password = account.password();
            return new StoredAccount(
                    account.id(),
                    account.user(),
                    account.email(),
                    key.seal(
                            Secret.of(StoredJson.text(new StoredPerson(person.email(), person.name()))),
                            binding(tx, account.id())),
                    password == null ? null : password.hash(),
                    password == null ? 0 : password.version(),
                    account.disabled(),
                    account.dates().createdAt(),
                    account.dates().passwordSetAt(),
                    account.dates().loggedInAt());
        }

        Account account(Tx tx, DataKey key) {
            StoredPerson whose =
                    StoredJson.read(key.open(person, binding(tx, accountId)).revealText(), StoredPerson.class);
            return new Account(
                    accountId,
                    userId,
                    emailHash,
                    new Account.Person(whose.email(), whose.name()),
                    password == null ? null : new Account.Password(password, secretVersion),
                    disabled,
                    new Account.Dates(createdAt, passwordSetAt, loggedInAt));
        }
    }

    private static Binding binding(Tx tx, String id) {
        return new Binding(tx.tenant(), id, 1);
    }

    static Optional<Account> find(Tx tx, DataKey key, String user) {
        return tx.query(ALL + " AND user_id = :user")
                .bind("user", user)
                .mapTo(StoredAccount.class)
                .findOne()
                .map(row -> row.account(tx, key));
    }

    static Optional<Account> findByEmail(Tx tx, DataKey key, Hash email) {
        return tx.query(ALL + " AND email_hash = :email")
                .bind("email", email)
                .mapTo(StoredAccount.class)
                .findOne()
                .map(row -> row.account(tx, key));
    }

    /** The account whose password that one-time token may set now. */
    static Optional<Account> findByToken(Tx tx, DataKey key, KeyHash token, Instant now) {
        return tx.query(ALL + " AND token_hash = :token AND token_expires_at > :now AND NOT disabled")
                .bind("token", token.bytes())
                .bind("now", now)
                .mapTo(StoredAccount.class)
                .findOne()
                .map(row -> row.account(tx, key));
    }

    /** Which accounts are listed. */
    record Filter(@Nullable Hash email, @Nullable AccountState state) {}

    /** By user id. */
    static Page<Account> page(Tx tx, DataKey key, Filter filter, Page.Request page) {
        List<Account> rows = tx.query(ALL + """
                          AND user_id > :after
                          AND (:email::bytea IS NULL OR email_hash = :email)
                          AND (:state = '' OR :state = CASE WHEN disabled THEN 'DISABLED'
                                                            WHEN password IS NULL THEN 'INVITED' ELSE 'ACTIVE' END)
                        ORDER BY user_id LIMIT :rows
                        """)
                .bind("after", page.after() == null ? "" : page.after())
                .bind("email", filter.email() == null ? null : filter.email().bytes())
                .bind("state", filter.state() == null ? "" : filter.state().name())
                .bind("rows", page.limit() + 1)
                .mapTo(StoredAccount.class)
                .map(row -> row.account(tx, key))
                .list();
        return Page.of(rows, page.limit(), Account::user);
    }

    /** Whether neither the user nor the address had an account. */
    static boolean insert(Tx tx, DataKey key, Account account) {
        return tx.update("""
                                INSERT INTO accounts (tenant_id, account_id, user_id, email_hash, person, password,
                                                      secret_version, disabled, created_at)
                                VALUES (:tenant, :accountId, :userId, :emailHash, :person, :password,
                                        :secretVersion, :disabled, :createdAt)
                                ON CONFLICT DO NOTHING
                                """, StoredAccount.of(tx, key, account)).execute() == 1;
    }

    /** The user's one-time token, in place of an earlier one; whether they have an account that is not disabled. */
    static boolean offer(Tx tx, String user, KeyHash token, Instant expiresAt) {
        return tx.update("""
                                UPDATE accounts SET token_hash = :token, token_expires_at = :expires
                                 WHERE tenant_id = :tenant AND user_id = :user AND NOT disabled
                                """)
                        .bind("token", token.bytes())
                        .bind("expires", expiresAt)
                        .bind("user", user)
                        .execute()
                == 1;
    }

    /** Disables; a one-time token ends. */
    static void disable(Tx tx, String user) {
        tx.update("""
                        UPDATE accounts SET disabled = true, token_hash = NULL, token_expires_at = NULL
                         WHERE tenant_id = :tenant AND user_id = :user
                        """).bind("user", user).execute();
    }

    static void enable(Tx tx, String user) {
        tx.update("UPDATE accounts SET disabled = false WHERE tenant_id = :tenant AND user_id = :user")
                .bind("user", user)
                .execute();
    }

    /** Sets a password by a one-time token, which ends; whether it was still there. */
    static boolean redeem(Tx tx, KeyHash token, Account.Password password, Instant now) {
        return tx.update("""
                                UPDATE accounts
                                   SET password = :hash, secret_version = :version, password_set_at = :now,
                                       token_hash = NULL, token_expires_at = NULL
                                 WHERE tenant_id = :tenant AND token_hash = :token AND token_expires_at > :now
                                   AND NOT disabled
                                """)
                        .bind("token", token.bytes())
                        .bind("hash", password.hash())
                        .bind("version", password.version())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** Replaces a password by another, unless it was replaced already; a one-time token ends. */
    static boolean replace(Tx tx, Account account, Account.Password password, Instant now) {
        return tx.update("""
                                UPDATE accounts
                                   SET password = :hash, secret_version = :version, password_set_at = :now,
                                       token_hash = NULL, token_expires_at = NULL
                                 WHERE tenant_id = :tenant AND user_id = :user AND password = :before AND NOT disabled
                                """)
                        .bind("user", account.user())
                        .bind("before", hash(account))
                        .bind("hash", password.hash())
                        .bind("version", password.version())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** Stores the same password hashed anew, unless it was replaced meanwhile. */
    static void rehash(Tx tx, Account account, Account.Password password) {
        tx.update("""
                        UPDATE accounts SET password = :hash, secret_version = :version
                         WHERE tenant_id = :tenant AND user_id = :user AND password = :before
                        """)
                .bind("user", account.user())
                .bind("before", hash(account))
                .bind("hash", password.hash())
                .bind("version", password.version())
                .execute();
    }

    private static @Nullable String hash(Account account) {
        return account.password() == null ? null : account.password().hash();
    }

    static void loggedIn(Tx tx, String user, Instant now) {
        tx.update("UPDATE accounts SET logged_in_at = :now WHERE tenant_id = :tenant AND user_id = :user")
                .bind("now", now)
                .bind("user", user)
                .execute();
    }

    /** Whether the user had an account. */
    static boolean delete(Tx tx, String user) {
        return tx.update("DELETE FROM accounts WHERE tenant_id = :tenant AND user_id = :user")
                        .bind("user", user)
                        .execute()
                == 1;
    }

    static void eraseAll(Tx tx) {
        tx.update("DELETE FROM accounts WHERE tenant_id = :tenant").execute();
    }
}
