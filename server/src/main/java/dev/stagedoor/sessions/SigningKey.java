// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import com.nimbusds.jose.jwk.OctetKeyPair;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key of the tokens for agents.
 *
 * @param pair     the whole key
 * @param signs    signs and verifies with it
 * @param from     from then on it signs: other servers have read of it by then
 * @param endsAt   from then on its tokens are refused; null while it is the newest
 */
record SigningKey(
        String id,
        OctetKeyPair pair,
        Ed25519Signature signs,
        Instant from,
        @Nullable Instant endsAt) {
    SigningKey(String id, OctetKeyPair pair, Instant from, @Nullable Instant endsAt) {
        this(id, pair, new Ed25519Signature(pair), from, endsAt);
    }

    boolean verifiesAt(Instant now) {
        return endsAt == null || now.isBefore(endsAt);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
