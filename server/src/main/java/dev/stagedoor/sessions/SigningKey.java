// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import com.nimbusds.jose.jwk.OctetKeyPair;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key of the tokens for agents.
 *
 * @param signs    the whole key
 * @param from     from then on it signs: other servers have read of it by then
 * @param endsAt   from then on its tokens are refused; null while it is the newest
 */
record SigningKey(
        String id,
        OctetKeyPair signs,
        Instant from,
        @Nullable Instant endsAt) {
    boolean verifiesAt(Instant now) {
        return endsAt == null || now.isBefore(endsAt);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
