package dev.stagedoor.audit;

import dev.stagedoor.db.Hash;

/** A place in a chain and the hash there: kept elsewhere it is a pin that the chain must still go through. */
public record Head(long seq, Hash hash) {
    public Head {
        if (seq < 0) {
            throw new IllegalArgumentException("a place is counted from 0");
        }
    }

    /** A head as {@code GET …/audit/head} gives it. */
    public static Head of(long seq, String hexHash) {
        return new Head(seq, Hash.of(hexHash));
    }
}
