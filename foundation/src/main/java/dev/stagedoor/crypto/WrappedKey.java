// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.crypto;

import java.util.HexFormat;

/**
 * A data key as stored: encrypted under a master key.
 *
 * @param hex         the ciphertext, in hexadecimal so that records compare by value
 * @param masterKeyId the master key that opens it
 */
public record WrappedKey(String hex, String masterKeyId) {
    /** From the raw ciphertext. */
    public static WrappedKey of(byte[] bytes, String masterKeyId) {
        return new WrappedKey(HexFormat.of().formatHex(bytes), masterKeyId);
    }

    /** The ciphertext. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
