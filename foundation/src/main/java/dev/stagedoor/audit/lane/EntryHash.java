// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Hash;
import dev.stagedoor.kernel.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;

/**
 * The hash that binds an entry to its predecessor: SHA-256(prev_hash ‖ canonical entry). The encoding is defined in
 * docs/decisions/0003-ledger.md and never changes under its version byte. Keeps its buffer and digest: one per thread.
 */
public final class EntryHash {
    private static final byte VERSION = 1;
    private static final long MICROS = 1_000_000;

    private final MessageDigest sha256;
    private byte[] buffer = new byte[1024];
    private int end;

    /** With a buffer and a digest of its own. */
    public EntryHash() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The {@code prev_hash} of a tenant's first entry: SHA-256 of its id. */
    public static Hash genesis(TenantId tenant) {
        return Hash.of(new EntryHash().sha256.digest(tenant.value().getBytes(StandardCharsets.UTF_8)));
    }

    /** The hash of the entry that follows the one with {@code prevHash}. */
    public Hash of(Hash prevHash, TenantId tenant, long seq, Draft draft) {
        end = 0;
        room(1);
        buffer[end++] = VERSION;
        text(tenant.value());
        number(seq);
        text(draft.entryId());
        number(micros(draft.at()));
        text(draft.action());
        text(draft.actor());
        text(draft.target());
        text(draft.requestId());
        text(draft.detail());
        sha256.update(prevHash.bytes());
        sha256.update(buffer, 0, end);
        return Hash.of(sha256.digest());
    }

    /** Microseconds since 1970: how a time is stored and hashed. */
    static long micros(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), MICROS), at.getNano() / 1000);
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        room(4 + utf8.length);
        for (int shift = 24; shift >= 0; shift -= 8) {
            buffer[end++] = (byte) (utf8.length >>> shift);
        }
        System.arraycopy(utf8, 0, buffer, end, utf8.length);
        end += utf8.length;
    }

    private void number(long number) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            buffer[end++] = (byte) (number >>> shift);
        }
    }

    private void room(int bytes) {
        if (buffer.length - end < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, end + bytes));
        }
    }
}
