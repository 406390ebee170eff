// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.audit.AuditQuery;
import dev.stagedoor.audit.AuditTrail;
import dev.stagedoor.audit.Head;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.audit.lane.EntryHash;
import dev.stagedoor.db.Hash;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tenant's audit chain is whole (K1): from its beginning, or from where its archive ends, up to its head, and through the
 * head that the verification before pinned. Of a long chain the newest part is verified each time, and the pinned entry by
 * itself: {@code stagedoor audit verify} does all of it.
 */
final class ChainCheck implements Check {
    private static final long MOST = 100_000;

    private final Ledger ledger;
    private final AuditTrail trail;
    private final long most;

    ChainCheck(Ledger ledger) {
        this(ledger, MOST);
    }

    /** So many of the newest entries are read each time. */
    ChainCheck(Ledger ledger, long most) {
        this.ledger = ledger;
        this.trail = new AuditTrail(ledger);
        this.most = most;
    }

    @Override
    public String name() {
        return "audit_chain";
    }

    @Override
    public Duration within() {
        return Duration.ofSeconds(5);
    }

    /** What is known of the chain before it is read: where the archive ends, what was pinned, and where it ends itself. */
    private record Known(Optional<Head> archived, Optional<Subject.Pin> pinned, Head head) {
        long archivedTo() {
            return archived.map(Head::seq).orElse(0L);
        }
    }

    /** If a part is archived meanwhile, the rest is looked at again. */
    @Override
    public Finding look(Subject subject) {
        Known before = known(subject);
        Finding found = look(subject, before);
        Known after = known(subject);
        return after.archivedTo() == before.archivedTo() ? found : look(subject, after);
    }

    private Known known(Subject subject) {
        return new Known(
                ledger.read(subject.by(), subject.tenant(), AuditTrail::archived),
                ledger.read(subject.by(), subject.tenant(), VerificationStore::lastPin),
                trail.head(subject.by(), subject.tenant()));
    }

    private Finding look(Subject subject, Known known) {
        Head head = known.head();
        if (known.pinned().isPresent() && known.pinned().get().seq() > head.seq()) {
            return Finding.failed("The chain ends at entry " + head.seq() + ", before entry "
                    + known.pinned().get().seq() + " that was verified before.");
        }
        long from = Math.max(known.archivedTo(), head.seq() - most);
        Walk walk = new Walk(subject.tenant(), from, before(subject.tenant(), from, known), known.pinned());
        trail.export(subject.by(), subject.tenant(), AuditQuery.ALL, from, entry -> {
            if (entry.seq() <= head.seq()) {
                walk.accept(entry);
            }
        });
        Optional<String> fault = walk.fault(head);
        if (fault.isPresent()) {
            return Finding.failed("The chain is broken: " + fault.get() + ".");
        }
        String through =
                known.pinned().map(pin -> through(subject, known, walk, pin)).orElse("");
        if (through.isEmpty() && known.pinned().isPresent()) {
            return Finding.failed("Entry " + known.pinned().get().seq() + " is not the one that was verified before.");
        }
        subject.verified(new Subject.Pin(head.seq(), head.hash().toString()));
        return Finding.passed(walk.entries + " entries verify, up to the head, entry " + head.seq() + through + ".");
    }

    /** The hash that the first entry to be read must name; empty where that is an entry which is not read. */
    private static Optional<Hash> before(TenantId tenant, long from, Known known) {
        if (from == known.archivedTo() && known.archived().isPresent()) {
            return known.archived().map(Head::hash);
        }
        return from == 0 ? Optional.of(EntryHash.genesis(tenant)) : Optional.empty();
    }

    /** How the pinned entry was found to be as it was; "" if it is not. */
    private String through(Subject subject, Known known, Walk walk, Subject.Pin pin) {
        String which = "entry " + pin.seq() + " that was pinned before";
        if (pin.seq() > walk.from) {
            return walk.metPin ? ", through " + which : "";
        }
        if (pin.seq() < known.archivedTo()) {
            return "; " + which + " is in the archive";
        }
        if (pin.seq() == known.archivedTo()) {
            boolean same = known.archived()
                    .filter(end -> end.hash().toString().equals(pin.hash()))
                    .isPresent();
            return same || pin.seq() == 0 ? ", after " + which : "";
        }
        Page.Request one = new Page.Request(1, Long.toString(pin.seq() - 1));
        return trail.list(subject.by(), subject.tenant(), AuditQuery.ALL, one).items().stream()
                        .anyMatch(entry -> isPinned(subject.tenant(), entry, pin))
                ? "; " + which + " stands, and what lies between was not read again"
                : "";
    }

    private static boolean isPinned(TenantId tenant, Entry entry, Subject.Pin pin) {
        Hash hash = new EntryHash().of(entry.prevHash(), tenant, entry.seq(), entry.draft());
        return entry.seq() == pin.seq() && hash.toString().equals(pin.hash());
    }

    /** One reading of the chain. */
    private static final class Walk {
        private final EntryHash hash = new EntryHash();
        private final TenantId tenant;
        private final long from;
        private final Optional<Subject.Pin> pinned;
        private long entries;
        private boolean metPin;
        private long lastSeq;
        private @Nullable Hash lastHash;
        private @Nullable String fault;

        /** Of the entries after that one, whose hash is {@code before} if it is known. */
        Walk(TenantId tenant, long from, Optional<Hash> before, Optional<Subject.Pin> pinned) {
            this.tenant = tenant;
            this.from = from;
            this.lastSeq = from;
            this.lastHash = before.orElse(null);
            this.pinned = pinned;
        }

        void accept(Entry entry) {
            if (fault != null) {
                return;
            }
            entries++;
            fault = faultOf(entry);
            lastSeq = entry.seq();
            lastHash = entry.hash();
        }

        private @Nullable String faultOf(Entry entry) {
            String which = "entry " + entry.seq();
            if (entry.seq() != lastSeq + 1) {
                return (lastSeq == 0 ? "it begins with " : "after entry " + lastSeq + " comes ") + which;
            }
            Hash previous = lastHash == null ? entry.prevHash() : lastHash;
            if (!entry.prevHash().equals(previous)
                    || !entry.hash().equals(hash.of(previous, tenant, entry.seq(), entry.draft()))) {
                return which + " was altered";
            }
            boolean isPinned = pinned.filter(pin -> pin.seq() == entry.seq()).isPresent();
            metPin |= isPinned;
            return isPinned && !pinned.get().hash().equals(entry.hash().toString())
                    ? which + " is not the one that was verified before"
                    : null;
        }

        /** What is wrong, if anything is. */
        Optional<String> fault(Head head) {
            boolean reached =
                    lastSeq == head.seq() && (lastHash == null || head.seq() == 0 || lastHash.equals(head.hash()));
            return reached || fault != null
                    ? Optional.ofNullable(fault)
                    : Optional.of("it does not reach its head, entry " + head.seq());
        }
    }
}
