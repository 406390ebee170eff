// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault.claims;

import dev.stagedoor.crypto.Fingerprint;
import dev.stagedoor.crypto.Fingerprints;
import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The claims of one version while it is put: what only its tenant may have (I1), as fingerprints. */
public final class Claims {
    private final Tx tx;
    private final Fingerprints fingerprints;
    private final Instant now;
    private final boolean compares;
    private final List<Fingerprint> taken = new ArrayList<>();
    private Set<Fingerprint> ofOthers = Set.of();

    public Claims(Tx tx, Fingerprints fingerprints, Instant now) {
        this(tx, fingerprints, now, false);
    }

    private Claims(Tx tx, Fingerprints fingerprints, Instant now, boolean compares) {
        this.tx = tx;
        this.fingerprints = fingerprints;
        this.now = now;
        this.compares = compares;
    }

    /** Claims nothing, and only says what others have: of a version that is there already. */
    public static Claims comparing(Tx tx, Fingerprints fingerprints) {
        return new Claims(tx, fingerprints, Instant.EPOCH, true);
    }

    /** What the tenant of that transaction claims. */
    public static Set<Fingerprint> own(Tx tx) {
        return ClaimStore.own(tx);
    }

    /** Those of the fingerprints that another tenant or the platform has. */
    public static Set<Fingerprint> ofOthers(Tx tx, Collection<Fingerprint> fingerprints) {
        return ClaimStore.ofOthers(tx, fingerprints);
    }

    /** Makes the fingerprints. */
    public Fingerprints fingerprints() {
        return fingerprints;
    }

    /**
     * Claims what is free, and returns what others have: of {@code parts}, and of {@code compared}, which are not
     * claimed. The database decides, also between concurrent writers.
     *
     * @param parts the fingerprints to claim, each with the part of the credential that it stands for
     */
    public Set<Fingerprint> take(Map<Fingerprint, String> parts, Set<Fingerprint> compared) {
        if (!compares) {
            ClaimStore.claim(tx, parts, now);
        }
        taken.addAll(parts.keySet());
        Set<Fingerprint> all = new HashSet<>(compared);
        all.addAll(parts.keySet());
        ofOthers = ClaimStore.ofOthers(tx, all);
        return ofOthers;
    }

    /** Releases the claims of the tenant's retired versions, unless another version still has them. */
    public static void release(Tx tx) {
        ClaimStore.release(tx);
    }

    /** When all that others had of it is free at the earliest, in a transaction of the platform; empty while one is in use. */
    public Optional<Instant> freeAt(Tx platform) {
        return ClaimStore.freeAt(platform, ofOthers);
    }

    /**
     * Whether nothing was granted with a version since it became active, as far as that is certain: then nothing keeps its
     * claims. The tenant's ledger row is locked.
     */
    public static boolean grantedNothing(Tx tx, String credentialId, long version) {
        return ClaimStore.grantedNothing(tx, credentialId, version);
    }

    /** Fingerprints as a column of them. */
    public static byte[][] column(Collection<Fingerprint> fingerprints) {
        return ClaimStore.array(fingerprints);
    }

    /** What the version claims. */
    public List<Fingerprint> taken() {
        return taken;
    }
}
