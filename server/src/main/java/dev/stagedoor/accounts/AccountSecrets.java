// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Tenants;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The tenants' secrets for accounts. They are random and only sealed by the data key, because what was hashed under one
 * cannot be hashed again without the password. A newer one hashes new passwords; the first one finds addresses.
 */
final class AccountSecrets {
    private static final Principal JOB = new Principal.SystemJob("account-secrets", "account-secrets");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private final Foundation on;
    private final Facet<TenantId, Optional<Known>> known;

    /** A tenant's, the oldest first; there is at least one. */
    record Known(List<AccountSecret> all) {
        Known {
            all = List.copyOf(all);
        }

        AccountSecret first() {
            return all.getFirst();
        }

        AccountSecret newest() {
            return all.getLast();
        }

        AccountSecret of(int version) {
            return all.stream()
                    .filter(secret -> secret.version() == version)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("there is no account secret " + version));
        }
    }

    AccountSecrets(Foundation on) {
        this.on = on;
        this.known = new Facet<>("account secrets", (tx, tenant) -> find(tx));
    }

    /** The tenant's, made if there are none. */
    Known of(TenantId tenant) {
        // Not judged by: however often the tenant changes, its secrets are read.
        return on.snapshots()
                .current(tenant, snapshot -> snapshot.get(known, tenant))
                .orElseGet(() -> made(tenant));
    }

    private Known made(TenantId tenant) {
        return on.ledger().change(JOB, tenant, change -> {
            Tenants.living(change.tx());
            change.append(Draft.of(JOB, change.now(), "account_secret.create", "1", "{}"));
            return find(change.tx()).orElseGet(() -> first(change.tx(), change.now()));
        });
    }

    private Known first(Tx tx, Instant now) {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        AccountSecret secret = new AccountSecret(1, Secret.of(random));
        AccountSecretStore.insert(tx, on.dataKeys().of(tx), secret, now);
        return new Known(List.of(secret));
    }

    private Optional<Known> find(Tx tx) {
        List<AccountSecret> all = AccountSecretStore.all(tx, on.dataKeys().of(tx));
        return all.isEmpty() ? Optional.empty() : Optional.of(new Known(all));
    }
}
