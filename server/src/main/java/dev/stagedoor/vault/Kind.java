// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.vault.claims.Claims;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What sets one kind of credential apart: its shape on the wire, what it claims, whom it asks, what it shows. The vault
 * does the rest alike for all kinds: sealing, versions, claims, audit, expiry. Register an implementation in the wiring.
 *
 * @param <B> the request body that puts one
 */
public interface Kind<B> {
    /** How it looks on the wire. */
    KindWire<B> wire();

    /** Whether the vault has a route to put one; otherwise the kind's own feature puts them. */
    default boolean isPutByVault() {
        return true;
    }

    /**
     * Reads a request.
     *
     * @throws Problem {@code invalid_request} or {@code address_not_allowed}, naming the field
     */
    Proposal propose(B request);

    /**
     * Takes the claims of a proposal for the tenant of the transaction, in the change that stores it; nothing if the kind
     * claims nothing.
     *
     * @throws Problem {@code credential_not_isolated}, naming the fields that are in use elsewhere, never by whom
     */
    default void claim(Tx tx, Proposal proposal, Claims claims) {}

    /** Whether its provider can verify a credential. */
    default boolean isProbed() {
        return false;
    }

    /**
     * Asks the provider, with no transaction open; returns what it learned, if it accepts: kept as attributes of the
     * version.
     *
     * @throws Problem {@code credential_rejected}, {@code provider_unavailable} and the like
     */
    default Map<String, String> probe(TenantId tenant, Proposal proposal) {
        return Map.of();
    }

    /** The earliest time at which a version that ends now may be forgotten; the ledger row is locked. */
    Instant drained(Tx tx, Instant now);

    /** Whether only what was granted with a version keeps it: one that nothing was granted with may be forgotten at once. */
    default boolean isKeptByGrants() {
        return false;
    }

    /** Whether something under way still needs a superseded version after that time. */
    default boolean isUsed(Tx tx, Credential version) {
        return false;
    }

    /** What keeps a superseded version from being retired, for whoever waits for that. */
    default Standing standing(Tx tx, Credential version) {
        return Standing.NONE;
    }

    /**
     * What stands on a version.
     *
     * @param calls calls that use it
     * @param until when the last of them must have ended; null if there are none
     */
    record Standing(long calls, @Nullable Instant until) {
        /** Nothing does. */
        public static final Standing NONE = new Standing(0, null);

        /** Both together. */
        public Standing and(Standing other) {
            boolean first = other.until == null || (until != null && until.isAfter(other.until));
            return new Standing(calls + other.calls, first ? until : other.until);
        }
    }

    /** A version has just become active, or was revoked: tells what stands on it, within that change. */
    default void changed(ChangeTx change, Credential version) {}

    /** What responses show of a version. */
    default CredentialView view(Credential credential) {
        return CredentialViews.of(credential);
    }

    /** The response to a put, of the type {@link KindWire#answers}; only here may a secret that we generated be shown. */
    default Object answer(CredentialView view, Proposal proposal) {
        return view;
    }
}
