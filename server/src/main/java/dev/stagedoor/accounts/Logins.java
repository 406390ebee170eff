// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Hash;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.sessions.Sessions;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Logs users in. The hashing is long, and tenants change meanwhile: what it was judged by is read again for the commit
 * that opens the session, which proves it, and the password is not hashed again for that.
 */
final class Logins {
    private final Foundation on;
    private final Attempts attempts;
    private final Sessions sessions;

    /** What somebody logs in with. */
    record Typed(Email email, Secret password, String device, String network) {}

    /** A user who has logged in, and their session. */
    record LoggedIn(Account account, Sessions.Opened opened) {}

    /** An account as it was at an epoch. */
    private record Seen(Optional<Account> account, Proof proof) {
        Account.@Nullable Password password() {
            return account.map(Account::password).orElse(null);
        }
    }

    /** An attempt in progress. */
    private record Attempt(Hash email, Attempts.Counted counted, Typed typed) {
        Principal by() {
            return counted.by();
        }

        TenantId tenant() {
            return counted.tenant();
        }

        /** What the audit log says of the network. */
        String network() {
            return counted.secrets().first().shown(typed.network());
        }
    }

    Logins(Foundation on, Attempts attempts, Sessions sessions) {
        this.on = on;
        this.attempts = attempts;
        this.sessions = sessions;
    }

    /**
     * Logs a user in.
     *
     * @throws Problem {@code unauthenticated} for an unknown address and for a wrong password alike; {@code user_revoked}
     *     if it was right, but the user may not log in; {@code rate_limited}
     */
    LoggedIn login(Principal by, TenantId tenant, Typed typed) {
        AccountSecrets.Known secrets = attempts.secrets(tenant);
        Hash email = secrets.first().email(typed.email());
        Attempts.Counted counted =
                new Attempts.Counted(by, tenant, secrets, secrets.first().subjects(email, typed.network()));
        Attempt attempt = new Attempt(email, counted, typed);
        try (HashTurns.Place place = attempts.enter(tenant)) {
            Seen seen = attempts.begin(counted, tx -> seen(tx, email));
            boolean right = attempts.matches(counted, place, typed.password(), seen.password());
            Account account = seen.account().orElse(null);
            if (!right || account == null) {
                throw wrong(attempt, account);
            }
            Sessions.Opened opened = opened(attempt, seen, account);
            Account.Password renewed = attempts.renewed(secrets, place, typed.password(), account);
            settle(attempt, account, opened, renewed);
            return new LoggedIn(account, opened);
        }
    }

    private Seen seen(Tx tx, Hash email) {
        // The data key is opened whoever it is, so that an unknown address takes as long.
        Optional<Account> account = AccountStore.findByEmail(tx, on.dataKeys().of(tx), email);
        return new Seen(account, new Proof(tx.tenant(), tx.epoch()));
    }

    private Problem wrong(Attempt attempt, @Nullable Account account) {
        String reason =
                account == null ? "unknown_user" : account.password() == null ? "no_password" : "wrong_password";
        failed(attempt, account, reason);
        return invalid();
    }

    private static Problem invalid() {
        return Problem.of(ErrorCode.UNAUTHENTICATED, "The e-mail address or the password is wrong.")
                .error("Invalid credentials");
    }

    /** A session of a user whose password was right. */
    private Sessions.Opened opened(Attempt attempt, Seen seen, Account account) {
        try {
            return proven(attempt, seen, account);
        } catch (Problem refused) {
            attempts.takeBack(attempt.counted());
            failed(attempt, account, refused.code().wire());
            throw refused;
        }
    }

    private Sessions.Opened proven(Attempt attempt, Seen seen, Account account) {
        try {
            return open(attempt, seen, account);
        } catch (StaleEpoch moved) {
            on.snapshots().drop(moved);
        }
        try {
            return open(attempt, seenAgain(attempt), account);
        } catch (StaleEpoch moved) {
            on.snapshots().drop(moved);
        }
        return on.database().holding(attempt.tenant(), () -> open(attempt, seenAgain(attempt), account));
    }

    private Seen seenAgain(Attempt attempt) {
        return on.ledger().read(attempt.by().settled(), attempt.tenant(), tx -> seen(tx, attempt.email()));
    }

    /** Opens it in a commit that proves {@code now}, in which the password must still be the one that was right. */
    private Sessions.Opened open(Attempt attempt, Seen now, Account account) {
        if (!Objects.equals(account.password(), now.password())) {
            throw invalid();
        }
        if (now.account().filter(Account::disabled).isPresent()) {
            throw Problem.of(ErrorCode.USER_REVOKED, "The user's account is disabled.");
        }
        return sessions.open(
                by(attempt.by(), now.proof()),
                attempt.tenant(),
                new Sessions.Wanted(account.user(), attempt.typed().device(), null));
    }

    /** The same visitor, by the state that is to be proven. What let them in is proven whenever the session is used (K1). */
    private static Principal by(Principal visitor, Proof proof) {
        return switch (visitor) {
            case Principal.TenantKey key ->
                new Principal.TenantKey(key.tenant(), key.key(), key.scopes(), proof, key.requestId());
            case Principal.PublishableKey key ->
                new Principal.PublishableKey(key.tenant(), key.key(), key.agents(), proof, key.requestId());
            case Principal.Visitor host -> new Principal.Visitor(host.tenant(), host.host(), proof, host.requestId());
            default -> throw new IllegalArgumentException("does not log users in: " + visitor.actor());
        };
    }

    private void settle(Attempt attempt, Account account, Sessions.Opened opened, Account.@Nullable Password renewed) {
        Principal by = attempt.by().settled();
        on.ledger().changing(by, attempt.tenant(), change -> {
            attempts.succeeded(change.tx(), attempt.counted(), change.now());
            AccountStore.loggedIn(change.tx(), account.user(), change.now());
            if (renewed != null) {
                AccountStore.rehash(change.tx(), account, renewed);
            }
            String detail = Json.text(Map.of("session", opened.session().id(), "network", attempt.network()));
            change.append(Draft.of(by, change.now(), "account.login", account.user(), detail));
        });
    }

    private void failed(Attempt attempt, @Nullable Account account, String reason) {
        Principal by = attempt.by().settled();
        on.ledger().changing(by, attempt.tenant(), change -> {
            FailureStore.prune(change.tx(), change.now());
            String detail = Json.text(Map.of("reason", reason, "network", attempt.network()));
            String user = account == null ? "" : account.user();
            change.append(Draft.of(by, change.now(), "account.login_failed", user, detail));
        });
        attempts.failed(reason);
    }
}
