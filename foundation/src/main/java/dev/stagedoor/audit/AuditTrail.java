// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tenant's chain. It uses short transactions, because a long one would slow down the tenant's hot row: entries
 * are scanned a fixed number at a time, however few of them match.
 */
public final class AuditTrail {
    private static final int STRETCH = 5_000;
    private static final int STRETCHES_PER_PAGE = 10;
    private static final int PAGE = 500;

    private final Ledger ledger;

    /** Reads what the ledger wrote. */
    public AuditTrail(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The head of the tenant's chain. */
    public Head head(Principal by, TenantId tenant) {
        LedgerRow row = ledger.read(by, tenant, Tx::row);
        return new Head(row.seq(), row.hash());
    }

    /**
     * A page of entries; the cursor is a sequence number. A page can be short although more follow, when few entries
     * match.
     *
     * @throws Problem {@code invalid_request} for an invalid cursor
     */
    public Page<Entry> list(Principal by, TenantId tenant, AuditQuery query, Page.Request page) {
        List<Entry> found = new ArrayList<>();
        Principal asks = by;
        @Nullable Long after = place(page.after());
        for (int i = 0; i < STRETCHES_PER_PAGE; i++) {
            Stretch stretch = stretch(asks, tenant, query, after, page.limit() - found.size());
            found.addAll(stretch.entries);
            after = stretch.next;
            if (after == null || found.size() == page.limit()) {
                break;
            }
            asks = by.settled();
        }
        return new Page<>(found, after == null ? null : after.toString());
    }

    /**
     * In a transaction of the tenant: the newest entries after that sequence number with that action and target; null
     * matches any.
     */
    public static List<Entry> newest(Tx tx, long after, @Nullable String action, @Nullable String target, int limit) {
        AuditQuery query = new AuditQuery(action, null, target, null, null, false);
        return AuditStore.between(tx, query, after + 1, tx.row().seq(), limit);
    }

    /** In a transaction of the tenant: up to where its chain is in the archive; empty if all of it is here. */
    public static Optional<Head> archived(Tx tx) {
        return AuditStore.archived(tx);
    }

    /** In a transaction of the tenant: the first entries about these calls and dispatches, by their ids, in the chain's order. */
    public static List<Entry> ofCalls(Tx tx, Collection<String> targets, int limit) {
        return AuditStore.ofCalls(tx, targets, limit);
    }

    /** All entries that match, in the chain's order. Entries appended during the export may be missing. */
    public void export(Principal by, TenantId tenant, AuditQuery query, Consumer<Entry> each) {
        export(by, tenant, query, 0, each);
    }

    /** As {@link #export(Principal, TenantId, AuditQuery, Consumer)}, of those after that sequence number. */
    public void export(Principal by, TenantId tenant, AuditQuery query, long from, Consumer<Entry> each) {
        Principal asks = by;
        @Nullable Long after = from;
        while (after != null) {
            Stretch stretch = stretch(asks, tenant, query.inOrder(), after, PAGE);
            stretch.entries.forEach(each);
            after = stretch.next;
            asks = by.settled();
        }
    }

    /** The entries of one scan, and where the next one starts; null at the end of the chain. */
    public record Stretch(List<Entry> entries, @Nullable Long next) {}

    private Stretch stretch(Principal by, TenantId tenant, AuditQuery query, @Nullable Long after, int limit) {
        return ledger.read(
                by,
                tenant,
                tx -> query.oldestFirst()
                        ? forward(tx, query, after == null ? 1 : after + 1, limit)
                        : backward(tx, query, after == null ? Long.MAX_VALUE : after, limit));
    }

    private static Stretch forward(Tx tx, AuditQuery query, long first, int limit) {
        long head = tx.row().seq();
        long last = Math.min(head, first + STRETCH - 1);
        List<Entry> entries = AuditStore.between(tx, query, first, last, limit);
        long reached = entries.size() == limit ? entries.getLast().seq() : last;
        if (entries.isEmpty()) {
            reached = Math.max(reached, AuditStore.archivedTo(tx));
        }
        return new Stretch(entries, reached < head ? (Long) reached : null);
    }

    /** In a transaction of the tenant: one scan of the entries before that sequence number, newest first. */
    public static Stretch backward(Tx tx, AuditQuery query, long before, int limit) {
        long last = Math.min(tx.row().seq(), before - 1);
        long first = Math.max(1, last - STRETCH + 1);
        List<Entry> entries = AuditStore.between(tx, query, first, last, limit);
        long reached = entries.size() == limit ? entries.getLast().seq() : first;
        boolean more = reached > 1 && (entries.size() == limit || reached > AuditStore.archivedTo(tx) + 1);
        return new Stretch(entries, more ? (Long) reached : null);
    }

    private static @Nullable Long place(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            long place = Long.parseLong(cursor);
            if (place >= 0 && place < Long.MAX_VALUE - STRETCH) {
                return place;
            }
        } catch (NumberFormatException e) {
            throw noCursor();
        }
        throw noCursor();
    }

    private static Problem noCursor() {
        return Problem.invalid("after", "is not a valid cursor");
    }
}
