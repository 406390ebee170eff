// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.audit.AuditQuery;
import dev.stagedoor.audit.AuditTrail;
import dev.stagedoor.audit.Head;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.audit.lane.EntryHash;
import dev.stagedoor.db.Hash;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tenant's audit chain is whole, up to its head and through the head that the verification before pinned (K1). Of a long
 * chain the newest part is verified each time: {@code stagedoor audit verify} does all of it.
 */
final class ChainCheck implements Check {
    static final long MOST = 100_000;

    private final Ledger ledger;
    private final AuditTrail trail;

    ChainCheck(Ledger ledger) {
        this.ledger = ledger;
        this.trail = new AuditTrail(ledger);
    }

    @Override
    public String name() {
        return "audit_chain";
    }

    @Override
    public Duration within() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Finding look(Subject subject) {
        Optional<Subject.Pin> pinned = ledger.read(subject.by(), subject.tenant(), VerificationStore::lastPin);
        Head head = trail.head(subject.by(), subject.tenant());
        if (pinned.isPresent() && pinned.get().seq() > head.seq()) {
            return Finding.failed("The chain ends at entry " + head.seq() + ", before entry "
                    + pinned.get().seq() + " that was verified before.");
        }
        long from = Math.max(0, head.seq() - MOST);
        Walk walk = new Walk(subject.tenant(), from, pinned);
        trail.export(subject.by(), subject.tenant(), AuditQuery.ALL, from, entry -> {
            if (entry.seq() <= head.seq()) {
                walk.accept(entry);
            }
        });
        return verdict(subject, head, walk, pinned);
    }

    private static Finding verdict(Subject subject, Head head, Walk walk, Optional<Subject.Pin> pinned) {
        if (walk.fault != null) {
            return Finding.failed("The chain is broken: " + walk.fault + ".");
        }
        Entry last = walk.last;
        boolean reached = last == null
                ? head.seq() == 0
                : last.seq() == head.seq() && last.hash().equals(head.hash());
        if (!reached) {
            return Finding.failed("The chain is broken: it does not reach its head, entry " + head.seq() + ".");
        }
        subject.verified(new Subject.Pin(head.seq(), head.hash().toString()));
        String through = pinned.map(pin -> ", through entry " + pin.seq() + " that was pinned before")
                .orElse("");
        return Finding.passed(walk.entries + " entries verify, up to the head, entry " + head.seq() + through + ".");
    }

    /** One reading of the chain. */
    private static final class Walk {
        private final EntryHash hash = new EntryHash();
        private final TenantId tenant;
        private final long from;
        private final Optional<Subject.Pin> pinned;
        private long entries;
        private @Nullable Entry last;
        private @Nullable String fault;

        Walk(TenantId tenant, long from, Optional<Subject.Pin> pinned) {
            this.tenant = tenant;
            this.from = from;
            this.pinned = pinned;
        }

        void accept(Entry entry) {
            if (fault != null) {
                return;
            }
            entries++;
            fault = faultOf(entry);
            last = entry;
        }

        private @Nullable String faultOf(Entry entry) {
            Entry before = last;
            Hash previous = before == null ? entry.prevHash() : before.hash();
            String which = "entry " + entry.seq();
            if (before != null && entry.seq() != before.seq() + 1) {
                return "after entry " + before.seq() + " comes " + which;
            }
            if (before == null && from == 0 && entry.seq() == 1 && !previous.equals(EntryHash.genesis(tenant))) {
                return which + " does not begin it";
            }
            if (!entry.prevHash().equals(previous)
                    || !entry.hash().equals(hash.of(previous, tenant, entry.seq(), entry.draft()))) {
                return which + " was altered";
            }
            boolean moved = pinned.filter(pin -> pin.seq() == entry.seq()
                            && !pin.hash().equals(entry.hash().toString()))
                    .isPresent();
            return moved ? which + " is not the one that was verified before" : null;
        }
    }
}
