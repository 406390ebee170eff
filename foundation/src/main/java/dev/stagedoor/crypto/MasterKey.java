// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.crypto;

import com.google.crypto.tink.Aead;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A key-encryption key: 32 bytes with a name, which wraps the data keys of tenants and seals nothing else. */
public final class MasterKey {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");

    private final String id;
    private final Secret key;
    private final Aead aead;

    private MasterKey(String id, Secret key) {
        this.id = id;
        this.key = key;
        this.aead = Primitives.aead(Primitives.derive(key, "wrap data keys"));
    }

    /** A new random key, named after itself. */
    public static MasterKey generate() {
        byte[] bytes = new byte[Primitives.KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return of(Secret.of(bytes));
    }

    /**
     * Reads {@code key} or {@code id:key}, the key being 32 bytes as base64 (either alphabet) or 64 hex digits.
     *
     * @throws MasterKeyRefused if it is neither, or not 32 bytes, or a key that others know
     */
    public static MasterKey parse(String text) {
        int colon = text.indexOf(':');
        MasterKey unnamed = of(Secret.of(decode(text.substring(colon + 1).strip())));
        if (colon < 0) {
            return unnamed;
        }
        String id = text.substring(0, colon).strip();
        if (!ID.matcher(id).matches()) {
            throw new MasterKeyRefused("The master key's id, before the colon, must be 1 to 32 letters, digits, . _ -");
        }
        return new MasterKey(id, unnamed.key);
    }

    private static MasterKey of(Secret key) {
        KnownKeys.refuse(key);
        byte[] name = Primitives.derive(key, "name of the master key").reveal();
        return new MasterKey("mk-" + HexFormat.of().formatHex(name, 0, 6), key);
    }

    private static byte[] decode(String text) {
        byte[] bytes;
        try {
            bytes = text.matches("[0-9a-fA-F]{64}")
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException notBase64) {
            // The decoder's own message would quote characters of the key.
            throw new MasterKeyRefused("The master key must be 32 bytes as base64 or as 64 hex digits");
        }
        if (bytes.length != Primitives.KEY_BYTES) {
            throw new MasterKeyRefused("The master key has " + bytes.length + " bytes; it must have 32. Make one with: "
                    + "openssl rand -base64 32");
        }
        return bytes;
    }

    /** Its name, stored with what it wraps. */
    public String id() {
        return id;
    }

    /** A secret for another purpose, by HKDF. */
    Secret derive(String purpose) {
        return Primitives.derive(key, purpose);
    }

    /** In the form that {@link #parse} reads. */
    Secret text() {
        return Secret.of(id + ':' + Base64.getEncoder().encodeToString(key.reveal()));
    }

    byte[] wrap(TenantId tenant, Secret dataKey) {
        try {
            return aead.encrypt(dataKey.reveal(), aad(tenant));
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("wrapping the data key of " + tenant, failed);
        }
    }

    Secret unwrap(TenantId tenant, byte[] wrapped) {
        try {
            return Secret.of(aead.decrypt(wrapped, aad(tenant)));
        } catch (GeneralSecurityException failed) {
            throw new SealBroken("the data key of " + tenant + " does not open with the master key " + id, failed);
        }
    }

    private static byte[] aad(TenantId tenant) {
        return ("data key|" + tenant).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "MasterKey[" + id + "]";
    }
}
