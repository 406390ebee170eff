// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import dev.stagedoor.audit.entry.Grant;
import dev.stagedoor.audit.lane.LaneQueue.Share;
import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One tenant's part of a group transaction, judged under its row's lock: what to write, and the answers to send. */
final class JudgedShare {
    private final Share share;
    private final Chain chain;
    private final List<PendingGrant> granted = new ArrayList<>();
    private final List<Refusal> refused = new ArrayList<>();

    private record Refusal(PendingGrant pending, RuntimeException why) {}

    private JudgedShare(Share share, Chain chain) {
        this.share = share;
        this.chain = chain;
    }

    /** Judges the share's entries in order: epochs, then window and budgets ({@link Judge}), then chain position. */
    static JudgedShare judge(Share share, LedgerRow row, long platformEpoch, EntryHash hash) {
        JudgedShare group = new JudgedShare(share, new Chain(share.tenant(), row, hash));
        for (PendingGrant pending : share.entries()) {
            if (!pending.isAbandoned()) {
                group.judge(pending, row.epoch(), platformEpoch);
            }
        }
        return group;
    }

    /**
     * The share as it would be granted by a row that may have moved on since: nobody is answered. Empty if an entry was judged by
     * another epoch, would be refused, or reaches a mark of a budget: then the row itself decides.
     */
    static Optional<JudgedShare> guessed(Share share, LedgerRow row, EntryHash hash) {
        JudgedShare group = new JudgedShare(share, new Chain(share.tenant(), row, hash));
        for (PendingGrant pending : share.entries()) {
            if (pending.isAbandoned() || pending.grant().proof().epoch() != row.epoch()) {
                return Optional.empty();
            }
            group.append(pending);
        }
        return group.refused.isEmpty() && group.chain.crossed() == null ? Optional.of(group) : Optional.empty();
    }

    private void judge(PendingGrant pending, long epoch, long platformEpoch) {
        Grant grant = pending.grant();
        if (grant.proof().epoch() != epoch) {
            // The row proves this, whether or not the group commits.
            pending.refused(new StaleEpoch(grant.proof().tenant(), grant.proof().epoch()));
            return;
        }
        if (pending.platformEpoch() != Lanes.NO_EPOCH && pending.platformEpoch() != platformEpoch) {
            pending.refused(new StaleEpoch(TenantId.PLATFORM, pending.platformEpoch()));
            return;
        }
        append(pending);
    }

    private void append(PendingGrant pending) {
        Grant grant = pending.grant();
        try {
            chain.append(grant.entry(), grant.cost(), grant.budget());
            granted.add(pending);
        } catch (Problem | IllegalStateException why) {
            refused.add(new Refusal(pending, why));
        }
    }

    Share share() {
        return share;
    }

    /** What to write; may have no entries. */
    Chain chain() {
        return chain;
    }

    /** The transaction succeeded: every caller gets its answer. */
    void tell() {
        granted.forEach(PendingGrant::granted);
        refused.forEach(refusal -> refusal.pending().refused(refusal.why()));
    }

    /** The transaction failed: nothing is granted, and refusals based on its entries are void too. */
    void fail(RuntimeException why) {
        granted.forEach(pending -> pending.refused(why));
        refused.forEach(refusal -> refusal.pending().refused(why));
    }
}
