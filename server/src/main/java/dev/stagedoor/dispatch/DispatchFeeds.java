// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.http.stream.SharedLooks;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.util.List;

/** The receipts that are being read on this node. */
final class DispatchFeeds implements SharedLooks.Source<DispatchFeeds.Which, List<Receipt.Numbered>> {
    private static final Principal.SystemJob BY = new Principal.SystemJob("feeds", "feeds");

    private final Ledger ledger;
    private final DispatchWatches watches;

    DispatchFeeds(Ledger ledger, DispatchWatches watches) {
        this.ledger = ledger;
        this.watches = watches;
    }

    /** A tenant's dispatch. */
    record Which(TenantId tenant, DispatchId id) {}

    /** The lines after the first {@code seen}. */
    static List<Receipt.Numbered> after(List<Receipt.Numbered> lines, int seen) {
        return lines.stream().filter(line -> line.number() > seen).toList();
    }

    @Override
    public SharedLooks.Seen<List<Receipt.Numbered>> look(Which which) {
        try {
            return ledger.read(BY, which.tenant(), tx -> {
                boolean ended = DispatchRowStore.find(tx, which.id())
                        .map(dispatch -> !dispatch.status().live())
                        .orElse(true);
                return new SharedLooks.Seen<>(ReceiptStore.receipt(tx, which.id(), 0), ended);
            });
        } catch (Problem problem) {
            if (problem.code() != ErrorCode.NOT_FOUND) {
                throw problem;
            }
            return new SharedLooks.Seen<>(List.of(), true);
        }
    }

    @Override
    public SharedLooks.Pause pause(Which which) {
        DispatchWatches.Watch watch = watches.watch(which.id());
        return new SharedLooks.Pause() {
            @Override
            public void await() throws InterruptedException {
                watch.await(Dispatches.LOOK);
            }

            @Override
            public void close() {
                watch.close();
            }
        };
    }
}
