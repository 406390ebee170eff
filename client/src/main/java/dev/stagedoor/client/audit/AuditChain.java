// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.stagedoor.api.audit.AuditEntry;
import dev.stagedoor.api.audit.AuditHead;
import dev.stagedoor.client.http.WireJson;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an audit hash chain, entry by entry, without trusting the server. docs/decisions/0003-ledger.md specifies
 * the hash, which is computed here from the entries' content.
 *
 * <p>A chain that was rewritten up to its end, with new hashes, is consistent; only a head that was pinned elsewhere
 * reveals that.
 */
public final class AuditChain {
    private static final HexFormat HEX = HexFormat.of();
    private static final ObjectReader STRICT = WireJson.mapper()
            .readerFor(AuditEntry.class)
            .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private final String tenant;
    private final AuditHash hashes = new AuditHash();
    private final TreeMap<Long, String> pins = new TreeMap<>();
    private long seq;
    private String hash;
    private @Nullable AuditEntry ahead;
    private @Nullable Broken broken;

    /** The result of a verification. */
    public sealed interface Verdict {}

    /** The chain is intact, up to and including {@code head}. */
    public record Whole(AuditHead head) implements Verdict {}

    /**
     * The chain is broken.
     *
     * @param seq the first broken entry
     * @param fault gap, order, changed, unlinked, foreign, rewritten, cut or unreadable
     */
    public record Broken(long seq, String fault, String detail) implements Verdict {}

    /** Starts at the first entry of the tenant's chain. */
    public AuditChain(String tenantId) {
        tenant = tenantId;
        hash = HEX.formatHex(AuditHash.genesis(tenantId));
        pins.put(0L, hash);
    }

    /** Requires that the chain contains a head, given by {@code seq} and {@code hash}. Pin before adding entries. */
    public AuditChain pin(long place, String pinned) {
        String other = pins.put(place, pinned.toLowerCase(Locale.ROOT));
        if (other != null && !other.equals(pinned.toLowerCase(Locale.ROOT))) {
            breakAt(place, "rewritten", "two different hashes were pinned for this entry");
        }
        return this;
    }

    /** Verifies a whole list. */
    public Verdict check(List<AuditEntry> entries) {
        entries.forEach(this::accept);
        return end();
    }

    /**
     * The entry on a line of an export, if it is one. Stricter than the rest of the client: evidence must not contain
     * what the hash does not cover, such as unknown or duplicate fields.
     */
    public static Optional<AuditEntry> entry(String line) {
        try {
            AuditEntry entry = STRICT.readValue(line);
            boolean whole = Stream.of(
                            entry.tenantId(),
                            entry.entryId(),
                            entry.at(),
                            entry.action(),
                            entry.actor(),
                            entry.target(),
                            entry.requestId(),
                            entry.detail(),
                            entry.prevHash(),
                            entry.hash())
                    .allMatch(Objects::nonNull);
            return whole ? Optional.of(entry) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Adds the next entry. One is held back, to tell a swapped pair from a gap. */
    public void accept(AuditEntry entry) {
        AuditEntry now = ahead;
        ahead = entry;
        if (now != null) {
            check(now, entry.seq());
        }
    }

    /** Reports that the next line is not an entry; the rest is ignored. */
    public void unreadable() {
        settle();
        breakAt(seq + 1, "unreadable", "the line is not an audit entry");
    }

    /** The verdict on the entries. */
    public Verdict end() {
        settle();
        Map.@Nullable Entry<Long, String> beyond = pins.higherEntry(seq);
        if (beyond != null) {
            breakAt(seq + 1, "cut", "the chain ends at " + seq + ", but a head was pinned at " + beyond.getKey());
        }
        return broken != null ? broken : new Whole(new AuditHead(tenant, seq, hash));
    }

    private void settle() {
        AuditEntry held = ahead;
        ahead = null;
        if (held != null) {
            check(held, held.seq() + 1);
        }
    }

    private void check(AuditEntry entry, long following) {
        if (broken != null) {
            return;
        }
        long expected = seq + 1;
        String pinned = pins.get(expected);
        if (!entry.tenantId().equals(tenant)) {
            breakAt(expected, "foreign", "it belongs to " + entry.tenantId());
        } else if (entry.seq() < expected || (entry.seq() > expected && following == expected)) {
            breakAt(expected, "order", "entry " + entry.seq() + " is in its place");
        } else if (entry.seq() > expected) {
            breakAt(expected, "gap", "the next entry is " + entry.seq());
        } else if (!hashes.of(entry).equals(entry.hash())) {
            breakAt(expected, "changed", "its hash does not match its content");
        } else if (!entry.prevHash().equals(hash)) {
            breakAt(expected, "unlinked", "its prev_hash does not match the hash of entry " + seq);
        } else if (pinned != null && !pinned.equals(entry.hash())) {
            breakAt(expected, "rewritten", "a different hash was pinned for this entry");
        } else {
            seq = expected;
            hash = entry.hash();
        }
    }

    private void breakAt(long place, String fault, String detail) {
        if (broken == null) {
            broken = new Broken(place, fault, detail);
        }
    }
}
