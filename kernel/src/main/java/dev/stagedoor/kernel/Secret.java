// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A value that must not leak: a key, a password, a token's signing secret (S1).
 *
 * <p>It prints as {@code [secret]}, compares in constant time, has no serializer, and reveals its value only through the
 * two {@code reveal} methods, so that every use can be found with grep.
 */
public final class Secret {
    private final byte[] value;

    private Secret(byte[] value) {
        this.value = value;
    }

    /** A secret made of the UTF-8 bytes of {@code text}. */
    public static Secret of(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A secret made of a copy of {@code bytes}. */
    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /** The value, as a copy of its bytes. */
    public byte[] reveal() {
        return value.clone();
    }

    /** The value, read as UTF-8. */
    public String revealText() {
        return new String(value, StandardCharsets.UTF_8);
    }

    /** The number of bytes: harmless to know, and needed to refuse short keys. */
    public int length() {
        return value.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(value, secret.value);
    }

    /** The same for all secrets: a hash of the value would hint at it. */
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "[secret]";
    }

    /** Overwrites the value; for secrets that are discarded, such as an unwrapped data key. */
    public void wipe() {
        Arrays.fill(value, (byte) 0);
    }
}
