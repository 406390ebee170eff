// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.audit;

import dev.stagedoor.api.audit.AuditEntry;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** The hash of an audit entry: SHA-256(prev_hash ‖ canonical entry), docs/decisions/0003-ledger.md. */
final class AuditHash {
    private static final int VERSION = 1;
    private static final HexFormat HEX = HexFormat.of();

    private final MessageDigest sha256;
    private final ByteArrayOutputStream canonical = new ByteArrayOutputStream(1024);

    AuditHash() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The prev_hash of a tenant's first entry. */
    static byte[] genesis(String tenantId) {
        return new AuditHash().sha256.digest(tenantId.getBytes(StandardCharsets.UTF_8));
    }

    /** The entry's expected hash, hexadecimal; "" if its content cannot be hashed. */
    String of(AuditEntry entry) {
        byte[] before;
        try {
            before = HEX.parseHex(entry.prevHash());
        } catch (IllegalArgumentException e) {
            return "";
        }
        canonical.reset();
        try (DataOutputStream out = new DataOutputStream(canonical)) {
            out.writeByte(VERSION);
            text(out, entry.tenantId());
            out.writeLong(entry.seq());
            text(out, entry.entryId());
            out.writeLong(micros(entry.at()));
            text(out, entry.action());
            text(out, entry.actor());
            text(out, entry.target());
            text(out, entry.requestId());
            text(out, entry.detail());
        } catch (ArithmeticException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        sha256.update(before);
        return HEX.formatHex(sha256.digest(canonical.toByteArray()));
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static long micros(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1000);
    }
}
