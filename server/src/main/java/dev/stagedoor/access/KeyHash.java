// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of a key's text, or of another secret text of ours. Comparing it need not take constant time: it reveals nothing about the text. */
public record KeyHash(long first, long second, long third, long fourth) {
    /** Of that text. */
    public static KeyHash of(byte[] text) {
        try {
            return read(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #bytes} gave it: 32 bytes. */
    public static KeyHash read(byte[] hash) {
        ByteBuffer buffer = ByteBuffer.wrap(hash);
        return new KeyHash(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    /** Its 32 bytes. */
    public byte[] bytes() {
        return ByteBuffer.allocate(32)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }
}
