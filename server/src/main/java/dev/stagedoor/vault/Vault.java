// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.crypto.Fingerprint;
import dev.stagedoor.crypto.Fingerprints;
import dev.stagedoor.crypto.SealBroken;
import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Tx;
import dev.stagedoor.events.EventType;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.keys.DataKeys;
import dev.stagedoor.vault.claims.Claims;
import dev.stagedoor.vault.claims.PlatformClaims;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The door to tenants' credentials of any kind. Secrets go in here and come out only as part of a snapshot. */
public final class Vault {
    private static final int MOST_EXAMINED = 1_000;

    private final Ledger ledger;
    private final DataKeys dataKeys;
    private final Kinds kinds;
    private final CredentialStore store;
    private final CredentialIntake intake;
    private final Rotations rotations;
    private final PlatformClaims claims;
    private final Facet<CredentialRef, Optional<OpenCredential>> active;
    private final Facet<CredentialVersion, Optional<OpenCredential>> version;

    Vault(
            Ledger ledger,
            DataKeys dataKeys,
            Kinds kinds,
            CredentialStore store,
            CredentialIntake intake,
            PlatformClaims claims) {
        this.claims = claims;
        this.ledger = ledger;
        this.dataKeys = dataKeys;
        this.kinds = kinds;
        this.store = store;
        this.intake = intake;
        this.rotations = new Rotations(ledger, kinds, store, Endings.of(store, kinds));
        this.active = new Facet<>(
                "credential",
                (tx, ref) -> store.inState(tx, ref, CredentialState.ACTIVE).flatMap(row -> open(tx, row)));
        this.version = new Facet<>(
                "credential version", (tx, which) -> store.version(tx, which).flatMap(row -> open(tx, row)));
    }

    private Optional<OpenCredential> open(Tx tx, Credential row) {
        return dataKeys.find(tx)
                .flatMap(key -> store.open(tx, key, row))
                .map(secret -> new OpenCredential(row.which(), row.id(), row.attributes(), secret));
    }

    /** The active version of a credential, as a part of its tenant's snapshot. Empty: answer {@link CredentialRef#missing}. */
    public Facet<CredentialRef, Optional<OpenCredential>> active() {
        return active;
    }

    /** A version that calls still name: active, or superseded and not yet drained. */
    public Facet<CredentialVersion, Optional<OpenCredential>> version() {
        return version;
    }

    /**
     * Puts a new version of a credential, and returns it active.
     *
     * @throws Problem {@code credential_not_isolated}, {@code credential_rejected}, {@code provider_unavailable} or what
     *     else its kind says; {@code conflict} if another put overtook this one. After each of them the version that was
     *     active still is
     */
    public Credential put(Principal by, TenantId tenant, PutCredential put) {
        if (!put.verify() && kinds.of(put.ref().kind()).isProbed() && !(by instanceof Principal.Operator)) {
            throw Problem.of(ErrorCode.FORBIDDEN, "Only an operator may put a credential without verifying it.");
        }
        return intake.put(by, tenant, put);
    }

    /**
     * Replaces the active version by a put, and returns what still stands on it.
     *
     * @param from the version that is to be replaced; null for whichever is active
     * @throws Problem as {@link #put}; {@code credential_missing} if none is active, {@code conflict} if {@code from} is not
     */
    public Rotation rotate(Principal by, TenantId tenant, PutCredential put, @Nullable Long from) {
        put(by, tenant, rotations.replacing(put, from));
        return rotations.progress(by.settled(), tenant, put.ref());
    }

    /** How far the change of a credential is; {@code not_found} if it was never put. */
    public Rotation rotation(Principal by, TenantId tenant, CredentialRef ref) {
        return rotations.progress(by, tenant, ref);
    }

    /**
     * Makes an earlier version active again while it drains; the one that was active drains. It is not verified again.
     *
     * @param to the version to go back to, which may be active already; null for the one that was active before
     * @throws Problem {@code conflict} if that was retired or revoked, or there is none
     */
    public Rotation rollback(Principal by, TenantId tenant, CredentialRef ref, @Nullable Long to) {
        return rotations.rollback(by, tenant, ref, to);
    }

    /** In a change of the tenant: that version signed a token that lasts until then, and is not retired before. */
    public void drainsNoEarlier(Tx tx, CredentialVersion which, Instant until) {
        store.drainsNoEarlier(tx, which, until);
    }

    /**
     * What a look at the sealed secrets of a tenant found. Versions are named by kind and number.
     *
     * @param opened    how many open, and are the tenant's alone
     * @param broken    what does not open for this tenant
     * @param ofOthers  what another tenant or the platform has, too
     * @param unclaimed what the database does not keep others from putting, too
     */
    public record Sealed(int opened, List<String> broken, List<String> ofOthers, List<String> unclaimed) {
        public Sealed {
            broken = List.copyOf(broken);
            ofOthers = List.copyOf(ofOthers);
            unclaimed = List.copyOf(unclaimed);
        }
    }

    /** Opens every secret of the tenant that can be in use, and compares it with what others have (I1, S1). */
    public Sealed examine(Principal by, TenantId tenant) {
        Fingerprints prints = claims.fingerprints();
        return ledger.read(by, tenant, tx -> examine(tx, prints));
    }

    private Sealed examine(Tx tx, Fingerprints prints) {
        Set<Fingerprint> own = Claims.own(tx);
        List<String> broken = new ArrayList<>();
        List<String> ofOthers = new ArrayList<>();
        List<String> unclaimed = new ArrayList<>();
        List<Credential> all = store.openable(tx, MOST_EXAMINED);
        for (Credential row : all) {
            // Not by name, which may be a phone number.
            String which = row.ref().kind() + " version " + row.version();
            Optional<Secret> secret = opened(tx, row);
            if (secret.isEmpty()) {
                broken.add(which);
                continue;
            }
            Claims compared = Claims.comparing(tx, prints);
            try {
                kinds.of(row).claim(tx, Proposal.given(row.attributes(), secret.get()), compared);
                Set<Fingerprint> nobodys = new HashSet<>(compared.taken());
                nobodys.removeAll(own);
                nobodys.removeAll(Claims.ofOthers(tx, nobodys));
                if (!nobodys.isEmpty()) {
                    unclaimed.add(which);
                }
            } catch (Problem isolatedNoMore) {
                ofOthers.add(which);
            }
        }
        int alone = all.size() - broken.size() - ofOthers.size() - unclaimed.size();
        return new Sealed(alone, broken, ofOthers, unclaimed);
    }

    private Optional<Secret> opened(Tx tx, Credential row) {
        try {
            return dataKeys.find(tx).flatMap(key -> store.open(tx, key, row));
        } catch (SealBroken moved) {
            return Optional.empty();
        }
    }

    /** Those of the fingerprints that another tenant or the platform has. */
    public Set<Fingerprint> ofOthers(Principal by, TenantId tenant, Set<Fingerprint> fingerprints) {
        return ledger.read(by, tenant, tx -> Claims.ofOthers(tx, fingerprints));
    }

    /** Every version of every credential, by kind and name, the newest first. */
    public Page<Credential> list(Principal by, TenantId tenant, Page.Request page) {
        return ledger.read(by, tenant, tx -> store.list(tx, page));
    }

    /** The active version; where there is none, the newest; {@code not_found} if it was never put. */
    public Credential get(Principal by, TenantId tenant, CredentialRef ref) {
        return ledger.read(
                by,
                tenant,
                tx -> store.inState(tx, ref, CredentialState.ACTIVE)
                        .or(() -> store.newest(tx, ref))
                        .orElseThrow(Vault::unknown));
    }

    /** The versions that something may still use, the newest first: active, or superseded and not yet drained. */
    public List<Credential> usable(Principal by, TenantId tenant, CredentialRef ref) {
        return ledger.read(by, tenant, tx -> usable(tx, ref));
    }

    /** {@link #usable(Principal, TenantId, CredentialRef)} in a transaction of the tenant. */
    public List<Credential> usable(Tx tx, CredentialRef ref) {
        return store.usable(tx, ref);
    }

    /** A version in any state, in a transaction of the tenant. */
    public Optional<Credential> find(Tx tx, CredentialVersion which) {
        return store.version(tx, which);
    }

    /**
     * Takes a version out of use for good and erases its secret. Its claims stay the tenant's until it is drained.
     *
     * @param number which version; null for the active one
     * @throws Problem {@code not_found} if there is no such version that could still be used
     */
    public Credential revoke(Principal by, TenantId tenant, CredentialRef ref, @Nullable Long number) {
        return ledger.change(by, tenant, change -> {
            Credential row = usable(change.tx(), ref, number).orElseThrow(Vault::unknown);
            return revoke(by, change, row);
        });
    }

    /**
     * Notes when the active version ends at its provider, so that reminders are sent before; null for never.
     *
     * @throws Problem {@code not_found} if there is no active version
     */
    public Credential expires(Principal by, TenantId tenant, CredentialRef ref, @Nullable Instant expiresAt) {
        return ledger.change(by, tenant, change -> {
            Credential row = active(change.tx(), ref).orElseThrow(Vault::unknown);
            Instant remindAt = expiresAt == null || expiresAt.isAfter(change.now())
                    ? Credential.Times.reminder(expiresAt, change.now())
                    : change.now();
            store.expires(change.tx(), row, expiresAt, remindAt);
            Object noted = expiresAt == null ? "never" : expiresAt.toString();
            CredentialIntake.note(change, by, "credential.expiry", row, Map.of("expires_at", noted));
            return store.version(change.tx(), row.which()).orElseThrow();
        });
    }

    /** Takes every version of a credential out of use for good, as a part of that change. */
    public void revokeAll(Principal by, ChangeTx change, CredentialRef ref) {
        store.inState(change.tx(), ref, CredentialState.PENDING).ifPresent(row -> revoke(by, change, row));
        store.usable(change.tx(), ref).forEach(row -> revoke(by, change, row));
    }

    /** The active version of that credential, as that transaction sees it; empty if there is none. */
    public Optional<Credential> active(Tx tx, CredentialRef ref) {
        return store.inState(tx, ref, CredentialState.ACTIVE);
    }

    private Optional<Credential> usable(Tx tx, CredentialRef ref, @Nullable Long number) {
        if (number == null) {
            return store.inState(tx, ref, CredentialState.ACTIVE);
        }
        return store.version(tx, ref.version(number)).filter(row -> switch (row.state()) {
            case PENDING, ACTIVE, SUPERSEDED -> row.times().retiredAt() == null;
            case REVOKED, FAILED -> false;
        });
    }

    private Credential revoke(Principal by, ChangeTx change, Credential row) {
        Tx tx = change.tx();
        change.raiseEpoch();
        CredentialIntake.note(change, by, "credential.revoke", row, Map.of());
        CredentialIntake.tell(change, EventType.CREDENTIAL_REVOKED, row);
        rotations.endings().end(change, row, CredentialState.REVOKED);
        Credential revoked = store.version(tx, row.which()).orElseThrow();
        kinds.of(revoked).changed(change, revoked);
        return revoked;
    }

    private static Problem unknown() {
        return Problem.notFound("credential");
    }
}
