// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.crypto;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.mac.HmacKey;
import com.google.crypto.tink.mac.HmacParameters;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import com.google.crypto.tink.subtle.PrfMac;
import com.google.crypto.tink.util.SecretBytes;
import dev.stagedoor.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * Tink's primitives over our 32-byte keys; the only place that uses Tink. They are made from typed keys without Tink's
 * registry, which would add protobuf and reflection to every start.
 */
final class Primitives {
    static final int KEY_BYTES = 32;
    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final byte[] SALT = "dev.stagedoor/1".getBytes(StandardCharsets.US_ASCII);

    private Primitives() {}

    /** AES-256-GCM; a random nonce precedes each ciphertext. */
    @AccessesPartialKey
    static Aead aead(Secret key) {
        try {
            AesGcmParameters parameters = AesGcmParameters.builder()
                    .setKeySizeBytes(KEY_BYTES)
                    .setIvSizeBytes(IV_BYTES)
                    .setTagSizeBytes(TAG_BYTES)
                    .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                    .build();
            AesGcmKey aesGcm = AesGcmKey.builder()
                    .setParameters(parameters)
                    .setKeyBytes(bytes(key))
                    .build();
            return AesGcmJce.create(aesGcm);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-256-GCM is not available", impossible);
        }
    }

    /** HMAC-SHA-256, untruncated. */
    @AccessesPartialKey
    static Mac mac(Secret key) {
        try {
            HmacParameters parameters = HmacParameters.builder()
                    .setKeySizeBytes(KEY_BYTES)
                    .setTagSizeBytes(32)
                    .setHashType(HmacParameters.HashType.SHA256)
                    .setVariant(HmacParameters.Variant.NO_PREFIX)
                    .build();
            HmacKey hmac = HmacKey.builder()
                    .setParameters(parameters)
                    .setKeyBytes(bytes(key))
                    .build();
            return PrfMac.create(hmac);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", impossible);
        }
    }

    /** 32 bytes for one purpose, by HKDF-SHA-256 (RFC 5869); keys for other purposes reveal nothing about them. */
    static Secret derive(Secret key, String purpose) {
        byte[] info = purpose.getBytes(StandardCharsets.UTF_8);
        try {
            return Secret.of(Hkdf.computeHkdf("HMACSHA256", key.reveal(), SALT, info, KEY_BYTES));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HKDF-SHA-256 is not available", impossible);
        }
    }

    private static SecretBytes bytes(Secret key) {
        return SecretBytes.copyFrom(key.reveal(), InsecureSecretKeyAccess.get());
    }
}
