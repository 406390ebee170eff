// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Attempts to show that one knows a password: limited, counted, and hashed by turns. */
final class Attempts {
    private final Foundation on;
    private final AccountSecrets secrets;
    private final PasswordHashing hashing;
    private final FailedLogins failures;
    private final Counter succeeded;
    private final Counter refused;
    private final Counter wrong;
    private final Counter limited;

    /** An attempt, the secrets that the account is hashed under, and what it is counted by. */
    record Counted(Principal by, TenantId tenant, AccountSecrets.Known secrets, FailedLogins.Subjects subjects) {}

    Attempts(Foundation on, AccountSecrets secrets, PasswordHashing hashing, FailedLogins failures) {
        this.on = on;
        this.secrets = secrets;
        this.hashing = hashing;
        this.failures = failures;
        this.succeeded = outcome(on.meters(), "succeeded");
        this.refused = outcome(on.meters(), "refused");
        this.wrong = outcome(on.meters(), "wrong");
        this.limited = outcome(on.meters(), "limited");
    }

    private static Counter outcome(MeterRegistry meters, String outcome) {
        return Counter.builder("stagedoor.logins")
                .description("Logins with a password")
                .tag("outcome", outcome)
                .register(meters);
    }

    AccountSecrets.Known secrets(TenantId tenant) {
        return secrets.of(tenant);
    }

    /** See {@link HashTurns#enter}. */
    HashTurns.Place enter(TenantId tenant) {
        return hashing.enter(tenant);
    }

    /**
     * Counts the attempt as a failure, and reads what it is judged by.
     *
     * @throws Problem {@code rate_limited}
     */
    <T> T begin(Counted attempt, Function<Tx, T> read) {
        Instant now = on.clock().instant();
        try {
            // Without the proof of who asks: what is opened proves it, and tenants may change faster than once in a
            // login.
            return on.ledger().store(attempt.by().settled(), attempt.tenant(), tx -> {
                failures.count(tx, attempt.subjects(), now);
                return read.apply(tx);
            });
        } catch (Problem problem) {
            if (problem.code() == ErrorCode.RATE_LIMITED) {
                limited.increment();
            }
            throw problem;
        }
    }

    /** Whether that is the password; a failure of the hashing is no wrong password, and not counted. */
    boolean matches(Counted attempt, HashTurns.Place place, Secret typed, Account.@Nullable Password stored) {
        try {
            AccountSecrets.Known known = attempt.secrets();
            return stored == null
                    ? hashing.matches(place, known.newest().peppered(typed), null)
                    : hashing.matches(
                            place, known.of(stored.version()).peppered(typed), PasswordHash.parse(stored.hash()));
        } catch (RuntimeException broken) {
            takeBack(attempt);
            throw broken;
        }
    }

    /** That password, hashed at what is usual now. */
    Account.Password hashed(AccountSecrets.Known known, HashTurns.Place place, Secret password) {
        AccountSecret secret = known.newest();
        return new Account.Password(
                hashing.hash(place, secret.peppered(password)).text(), secret.version());
    }

    /** The same password hashed anew, if it was hashed at less than what is usual now, or under an older secret. */
    Account.@Nullable Password renewed(
            AccountSecrets.Known known, HashTurns.Place place, Secret password, Account account) {
        Account.Password stored = account.password();
        boolean current = stored == null
                || (stored.version() == known.newest().version() && !hashing.isWeak(PasswordHash.parse(stored.hash())));
        return current ? null : hashed(known, place, password);
    }

    void succeeded(Tx tx, Counted attempt, Instant now) {
        failures.succeeded(tx, attempt.subjects(), now);
        succeeded.increment();
    }

    /** It was neither right nor wrong, or right and refused for another reason. */
    void takeBack(Counted attempt) {
        on.ledger().store(attempt.by().settled(), attempt.tenant(), tx -> {
            failures.takeBack(tx, attempt.subjects());
            return true;
        });
    }

    void failed(String reason) {
        (reason.equals(ErrorCode.USER_REVOKED.wire()) ? refused : wrong).increment();
    }
}
