// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.sessions.SessionsModule;
import dev.stagedoor.sessions.UserErasure;
import dev.stagedoor.tenants.Erasure;
import java.util.List;
import java.util.stream.Stream;

/** Puts app users' accounts together. */
public final class AccountsModule implements FeatureModule {
    private final PasswordHashing hashing;
    private final List<Route<?>> routes;

    /** Accounts whose users get sessions of that module; {@code erasures} is what else goes with a user. */
    public AccountsModule(Foundation on, SessionsModule sessions, List<UserErasure> erasures, AccountsConfig config) {
        AccountSecrets secrets = new AccountSecrets(on);
        this.hashing = new PasswordHashing(HashTurns.ofThisMachine(), config.hashTime(), on.meters());
        Attempts attempts = new Attempts(on, secrets, hashing, new FailedLogins(config));
        Logins logins = new Logins(on, attempts, sessions.sessions());
        PasswordChanges passwords = new PasswordChanges(on, attempts, sessions.sessions());
        Accounts accounts = new Accounts(on, secrets, sessions.sessions(), erasures, config);
        this.routes = Stream.concat(
                        new AccountRoutes(accounts).all().stream(),
                        new LoginRoutes(logins, passwords, sessions).all().stream())
                .toList();
    }

    /** A deleted tenant has no accounts. */
    public static Erasure erasure() {
        return change -> {
            AccountStore.eraseAll(change.tx());
            AccountSecretStore.eraseAll(change.tx());
            FailureStore.eraseAll(change.tx());
        };
    }

    @Override
    public List<Route<?>> routes() {
        return routes;
    }

    @Override
    public void start() {
        hashing.start();
    }

    @Override
    public void close() {
        hashing.close();
    }
}
