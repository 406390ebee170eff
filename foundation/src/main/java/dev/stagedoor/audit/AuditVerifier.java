package dev.stagedoor.audit;

import dev.stagedoor.db.Hash;
import dev.stagedoor.kernel.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a chain, entry by entry, and names the first place at which it is broken. Needs neither a database nor a key:
 * an exported file can be verified by whoever holds it ({@link ExportedChain}).
 *
 * <p>A chain that was rewritten from some place to its end, with new hashes, is whole in itself; only a head that was
 * pinned elsewhere shows that.
 */
public final class AuditVerifier {
    private final TenantId tenant;
    private final TreeMap<Long, Hash> pins = new TreeMap<>();
    private final EntryHash hashes = new EntryHash();
    private long seq;
    private Hash hash;
    private @Nullable Entry ahead;
    private @Nullable Broken broken;

    /** How a chain is broken. */
    public enum Fault {
        /** Entries are missing before this place. */
        GAP,
        /** The entries are not in order: two are swapped, or one is there twice. */
        ORDER,
        /** The entry is not what was hashed. */
        CHANGED,
        /** The entry was not made to follow the one before it: one of the two was put there later. */
        UNLINKED,
        /** The entry belongs to another tenant's chain. */
        FOREIGN,
        /** The chain does not go through a pinned head: it was rewritten up to here or earlier. */
        REWRITTEN,
        /** The chain ends before a pinned head: its tail was cut off. */
        CUT,
        /** The line is no entry. */
        UNREADABLE
    }

    /** What became of the verification. */
    public sealed interface Verdict {}

    /** The chain is whole, up to and including {@code head}. */
    public record Whole(Head head) implements Verdict {}

    /** The chain is broken; {@code seq} is the first place at which it is. */
    public record Broken(long seq, Fault fault, String detail) implements Verdict {}

    /** Begins at the tenant's first entry. The chain must go through every head in {@code pinned}. */
    public AuditVerifier(TenantId tenant, List<Head> pinned) {
        this.tenant = tenant;
        this.hash = EntryHash.genesis(tenant);
        pin(new Head(0, hash));
        pinned.forEach(this::pin);
    }

    private void pin(Head head) {
        Hash before = pins.put(head.seq(), head.hash());
        if (before != null && !before.equals(head.hash())) {
            breakAt(head.seq(), Fault.REWRITTEN, "two heads were pinned there, with different hashes");
        }
    }

    /** Takes the next entry. One is held back, to tell a swapped pair from a gap. */
    public void accept(Entry entry) {
        Entry now = ahead;
        ahead = entry;
        if (now != null) {
            check(now, entry.seq());
        }
    }

    /** What the entries amount to, if they must reach {@code head}, too. */
    public Verdict end(Head head) {
        // An entry appended after the head was read is verified like the others.
        pin(head);
        return end();
    }

    /** What the entries amount to. */
    public Verdict end() {
        Entry last = ahead;
        ahead = null;
        if (last != null) {
            check(last, last.seq() + 1);
        }
        Map.@Nullable Entry<Long, Hash> beyond = pins.higherEntry(seq);
        if (broken == null && beyond != null) {
            breakAt(seq + 1, Fault.CUT, "the chain ends at " + seq + ", but a head was pinned at " + beyond.getKey());
        }
        return broken != null ? broken : new Whole(new Head(seq, hash));
    }

    private void check(Entry entry, long next) {
        if (broken != null) {
            return;
        }
        long expected = seq + 1;
        if (!entry.tenant().equals(tenant)) {
            breakAt(expected, Fault.FOREIGN, "it belongs to " + entry.tenant());
        } else if (entry.seq() < expected || (entry.seq() > expected && next == expected)) {
            breakAt(expected, Fault.ORDER, "entry " + entry.seq() + " stands in its place");
        } else if (entry.seq() > expected) {
            breakAt(expected, Fault.GAP, "the next entry is " + entry.seq());
        } else if (!hashes.of(entry.prevHash(), tenant, entry.seq(), entry.draft())
                .equals(entry.hash())) {
            breakAt(expected, Fault.CHANGED, "its hash is not the one of what it says");
        } else if (!entry.prevHash().equals(hash)) {
            breakAt(expected, Fault.UNLINKED, "its prev_hash is not the hash of entry " + seq);
        } else if (pins.containsKey(expected) && !entry.hash().equals(pins.get(expected))) {
            breakAt(expected, Fault.REWRITTEN, "another hash was pinned there");
        } else {
            seq = expected;
            hash = entry.hash();
        }
    }

    /** The line after what was verified is no entry; what follows it is not looked at. */
    void unreadable(String why) {
        Entry last = ahead;
        ahead = null;
        if (last != null) {
            check(last, last.seq() + 1);
        }
        breakAt(seq + 1, Fault.UNREADABLE, why);
    }

    private void breakAt(long at, Fault fault, String detail) {
        if (broken == null) {
            broken = new Broken(at, fault, detail);
        }
    }

    /** Verifies entries at hand. */
    static Verdict verify(TenantId tenant, List<Entry> entries, Head... pinned) {
        AuditVerifier verifier = new AuditVerifier(tenant, new ArrayList<>(List.of(pinned)));
        entries.forEach(verifier::accept);
        return verifier.end();
    }
}
