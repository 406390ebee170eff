// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.crypto;

import com.google.crypto.tink.Mac;
import dev.stagedoor.kernel.TenantId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * Makes fingerprints: HMAC-SHA-256 under a key derived from the platform's data key. A new master key re-wraps that
 * data key without changing it, so fingerprints survive a rotation.
 */
public final class Fingerprints {
    private final Mac mac;

    /** {@code platform} is the data key of the platform, not a tenant's: fingerprints are compared across tenants. */
    public Fingerprints(DataKey platform) {
        if (!platform.tenant().equals(TenantId.PLATFORM)) {
            throw new IllegalArgumentException("fingerprints are made under the platform's key");
        }
        this.mac = Primitives.mac(platform.derive("fingerprints"));
    }

    /** The fingerprint of these values as {@code kind}; each is preceded by its length, so no two lists collide. */
    public Fingerprint of(String kind, byte[]... values) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        add(message, kind.getBytes(StandardCharsets.UTF_8));
        for (byte[] value : values) {
            add(message, value);
        }
        try {
            return Fingerprint.of(mac.computeMac(message.toByteArray()));
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("HMAC-SHA-256", failed);
        }
    }

    private static void add(ByteArrayOutputStream message, byte[] value) {
        message.writeBytes(
                ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
        message.writeBytes(value);
    }
}
