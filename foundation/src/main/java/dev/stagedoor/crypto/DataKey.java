// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.crypto;

import com.google.crypto.tink.Aead;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import java.security.GeneralSecurityException;

/** A tenant's unwrapped data key: it seals and opens only that tenant's data. */
public final class DataKey {
    private final TenantId tenant;
    private final Secret key;
    private final Aead aead;

    DataKey(TenantId tenant, Secret key) {
        this.tenant = tenant;
        this.key = key;
        this.aead = Primitives.aead(Primitives.derive(key, "seal"));
    }

    /** The key's tenant. */
    public TenantId tenant() {
        return tenant;
    }

    /** Seals the value for its location: nonce, ciphertext and tag in one. */
    public byte[] seal(Secret value, Binding where) {
        own(where);
        try {
            return aead.encrypt(value.reveal(), where.aad());
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("sealing " + where, failed);
        }
    }

    /**
     * Opens a sealed value at its location.
     *
     * @throws SealBroken if it was not sealed by this key for exactly this location
     */
    public Secret open(byte[] sealed, Binding where) {
        own(where);
        try {
            return Secret.of(aead.decrypt(sealed, where.aad()));
        } catch (GeneralSecurityException failed) {
            throw new SealBroken("what is stored at " + where + " does not open", failed);
        }
    }

    /** A secret for another purpose of the same tenant, by HKDF. */
    Secret derive(String purpose) {
        return Primitives.derive(key, purpose);
    }

    private void own(Binding where) {
        if (!where.tenant().equals(tenant)) {
            throw new SealBroken("the data key of " + tenant + " was used for " + where);
        }
    }

    @Override
    public String toString() {
        return "DataKey[" + tenant + "]";
    }
}
