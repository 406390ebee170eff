// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.db.Hash;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The limits of failed logins, counted in the database and so on all nodes together. An attempt is counted before its
 * password is looked at, so that many at once cannot pass, and taken back if it was right.
 *
 * <p>An account may fail seldom from one network, and more often from all together; the second limit does not hold on
 * networks from which it has logged in lately, so that strangers cannot lock its owner out. A network may fail very
 * often, since a whole office shares one.
 */
final class FailedLogins {
    private static final Duration KNOWN = Duration.ofDays(30);

    private final AccountsConfig config;

    /** By what an attempt is counted, each a keyed hash. */
    record Subjects(Hash pair, Hash account, Hash network) {}

    FailedLogins(AccountsConfig config) {
        this.config = config;
    }

    /**
     * Counts an attempt.
     *
     * @throws Problem {@code rate_limited}; then it is not counted
     */
    void count(Tx tx, Subjects subjects, Instant now) {
        Map<Hash, FailureStore.Counted> counted =
                FailureStore.count(tx, subjects, new FailureStore.Window(now, config.failureWindow()));
        FailureStore.Counted pair = of(counted, subjects.pair());
        require(pair, config.failuresPerAccountAndNetwork(), now);
        if (pair.knownUntil() == null || pair.knownUntil().isBefore(now)) {
            require(of(counted, subjects.account()), config.failuresPerAccount(), now);
        }
        require(of(counted, subjects.network()), config.failuresPerNetwork(), now);
    }

    private static FailureStore.Counted of(Map<Hash, FailureStore.Counted> counted, Hash subject) {
        FailureStore.Counted one = counted.get(subject);
        if (one == null) {
            throw new IllegalStateException("an attempt was not counted");
        }
        return one;
    }

    private void require(FailureStore.Counted counted, int most, Instant now) {
        if (counted.failures() > most) {
            throw Problem.of(ErrorCode.RATE_LIMITED, "Too many failed logins. Try again later.")
                    .retryAfter(Duration.between(now, counted.since().plus(config.failureWindow())));
        }
    }

    /** It was right: the account is known on that network, and begins there anew. */
    void succeeded(Tx tx, Subjects subjects, Instant now) {
        FailureStore.takeBack(tx, subjects);
        FailureStore.know(tx, subjects.pair(), now.plus(KNOWN));
    }

    /** It was neither right nor wrong. */
    void takeBack(Tx tx, Subjects subjects) {
        FailureStore.takeBack(tx, subjects);
    }
}
