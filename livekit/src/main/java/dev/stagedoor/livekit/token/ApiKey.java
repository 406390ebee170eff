// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A LiveKit API key: its public id and its secret.
 *
 * <p>The secret cannot be read back; it signs and verifies here. {@link #close} overwrites this object's copy, not the
 * copies inside the JDK's {@code Mac} or in the caller's memory. Any length is accepted, as in LiveKit (its development
 * secret has six bytes).
 */
public final class ApiKey implements AutoCloseable {
    private static final String HMAC = "HmacSHA256";
    private static final int LONGEST = 1024;

    private final String id;
    private final byte[] secret;
    private volatile boolean closed;

    private ApiKey(String id, byte[] secret) {
        this.id = id;
        this.secret = secret;
    }

    /**
     * A key with a copy of {@code secret}.
     *
     * @throws IllegalArgumentException when id or secret is empty or longer than 1024 bytes
     */
    public static ApiKey of(String id, byte[] secret) {
        if (id.isEmpty() || id.length() > LONGEST) {
            throw new IllegalArgumentException("the API key's id must have 1 to " + LONGEST + " characters");
        }
        if (secret.length == 0 || secret.length > LONGEST) {
            throw new IllegalArgumentException("the API secret must have 1 to " + LONGEST + " bytes");
        }
        return new ApiKey(id, secret.clone());
    }

    /** A key whose secret is the UTF-8 bytes of {@code secret}, as in LiveKit's configuration file. */
    public static ApiKey of(String id, String secret) {
        return of(id, secret.getBytes(StandardCharsets.UTF_8));
    }

    /** The public id, which is the {@code iss} of its tokens. */
    public String id() {
        return id;
    }

    /** A new MAC with this secret. */
    Mac newMac() {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secretBytes(), HMAC));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("this JDK has no " + HMAC, e);
        }
    }

    private byte[] secretBytes() {
        if (closed) {
            throw new IllegalStateException("API key " + id + " is closed");
        }
        return secret;
    }

    /** Overwrites the secret. Existing signers and verifiers keep working. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(secret, (byte) 0);
    }

    /** Equal ids and secrets; the secrets are compared in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ApiKey key && id.equals(key.id) && MessageDigest.isEqual(secret, key.secret);
    }

    /** Of the id only: a hash of the secret would be a hint of it. */
    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "ApiKey[" + id + "]";
    }
}
