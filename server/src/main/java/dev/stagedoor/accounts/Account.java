// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.api.accounts.AccountState;
import dev.stagedoor.db.Hash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An app user's account.
 *
 * @param id       {@code acc_…}
 * @param user     the tenant's own id of the user
 * @param email    the keyed hash of the address
 * @param password null until the user has set one
 */
record Account(
        String id,
        String user,
        Hash email,
        Person person,
        @Nullable Password password,
        boolean disabled,
        Dates dates) {

    /** Whose it is. */
    record Person(String email, @Nullable String name) {
        @Override
        public String toString() {
            return "[person]";
        }
    }

    /**
     * A stored password.
     *
     * @param hash    a PHC string
     * @param version of the secret under which it was hashed
     */
    record Password(String hash, int version) {
        @Override
        public String toString() {
            return "[password]";
        }
    }

    /** When what happened. */
    record Dates(
            Instant createdAt,
            @Nullable Instant passwordSetAt,
            @Nullable Instant loggedInAt) {}

    AccountState state() {
        return disabled ? AccountState.DISABLED : password == null ? AccountState.INVITED : AccountState.ACTIVE;
    }

    @Override
    public String toString() {
        return "Account[" + id + "]";
    }
}
