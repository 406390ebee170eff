// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault.claims;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.crypto.DataKey;
import dev.stagedoor.crypto.Fingerprint;
import dev.stagedoor.crypto.Fingerprints;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.keys.DataKeys;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the platform claims for itself, so that no tenant can put it (I1), and the key that all fingerprints are made with:
 * read once per node, and created by the first node ever.
 */
public final class PlatformClaims {
    private static final Principal JOB = new Principal.SystemJob("vault", "start");

    private final Ledger ledger;
    private final DataKeys dataKeys;
    private volatile @Nullable Fingerprints known;

    public PlatformClaims(Ledger ledger, DataKeys dataKeys) {
        this.ledger = ledger;
        this.dataKeys = dataKeys;
    }

    /** Makes fingerprints that are comparable across tenants. */
    public Fingerprints fingerprints() {
        Fingerprints fingerprints = known;
        if (fingerprints == null) {
            fingerprints = new Fingerprints(platformKey());
            known = fingerprints;
        }
        return fingerprints;
    }

    private DataKey platformKey() {
        Optional<DataKey> there = ledger.read(JOB, TenantId.PLATFORM, dataKeys::find);
        return there.orElseGet(() -> ledger.change(JOB, TenantId.PLATFORM, change -> {
            change.append(Draft.of(JOB, change.now(), "platform.data_key", TenantId.PLATFORM.value(), "{}"));
            return dataKeys.ensure(change.tx());
        }));
    }

    /** What the platform claims, in a transaction of the platform. */
    public Set<Fingerprint> held(Tx platform) {
        return ClaimStore.own(platform);
    }

    /** Makes these, each with its part, the platform's only claims; returns whether no tenant has any of them. */
    public boolean replace(Tx platform, Map<Fingerprint, String> parts, Instant now) {
        ClaimStore.releaseAllBut(platform, parts.keySet());
        ClaimStore.claim(platform, parts, now);
        return ClaimStore.ofOthers(platform, parts.keySet()).isEmpty();
    }
}
