package dev.stagedoor.audit;

import java.util.HexFormat;

/** A place in a chain and the hash there: kept elsewhere it is a pin that the chain must still go through. */
public record Head(long seq, byte[] hash) {
    public Head {
        if (seq < 0 || hash.length != 32) {
            throw new IllegalArgumentException("a head is a place from 0 on and the 32 bytes of its hash");
        }
    }

    /** A head as {@code GET …/audit/head} gives it. */
    public static Head of(long seq, String hexHash) {
        return new Head(seq, HexFormat.of().parseHex(hexHash));
    }
}
