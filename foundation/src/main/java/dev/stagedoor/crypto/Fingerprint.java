// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.crypto;

import java.util.HexFormat;

/** A keyed hash of a value: equal for equal values, and revealing nothing about the value without the key. */
public record Fingerprint(String hex) implements Comparable<Fingerprint> {
    public Fingerprint {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a fingerprint");
        }
    }

    static Fingerprint of(byte[] bytes) {
        return new Fingerprint(HexFormat.of().formatHex(bytes));
    }

    /** Its 32 bytes. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public int compareTo(Fingerprint other) {
        return hex.compareTo(other.hex);
    }
}
