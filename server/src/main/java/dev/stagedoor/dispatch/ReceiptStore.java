// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.db.Tx;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.Status;
import dev.stagedoor.json.StoredWord;
import dev.stagedoor.json.UnreadableStored;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code dispatch_receipts}. */
final class ReceiptStore {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptStore.class);

    private ReceiptStore() {}

    private record StoredReceipt(
            int line,
            Instant at,
            String status,
            int attempt,
            @Nullable String identity,
            @Nullable String reason) {
        Receipt.Numbered read() {
            return new Receipt.Numbered(
                    line,
                    new Receipt(
                            at,
                            StoredWord.read(Status.class, Status::name, status),
                            attempt,
                            identity,
                            DispatchRowStore.reason(reason)));
        }
    }

    static void append(Tx tx, DispatchId id, List<Receipt> lines) {
        for (Receipt line : lines) {
            tx.later("""
                        INSERT INTO dispatch_receipts (tenant_id, dispatch_id, line, at, status, attempt, identity, reason)
                        SELECT :tenant, :id, coalesce(max(line), 0) + 1, :at, :status, :attempt, :identity, :reason
                          FROM dispatch_receipts WHERE tenant_id = :tenant AND dispatch_id = :id
                        """)
                    .bind("id", id)
                    .bind("at", line.at())
                    .bind("status", line.status().name())
                    .bind("attempt", line.attempt())
                    .bind("identity", line.identity())
                    .bind("reason", line.reason() == null ? null : line.reason().name())
                    .send();
        }
    }

    static void delete(Tx tx, List<DispatchId> of) {
        tx.update("DELETE FROM dispatch_receipts WHERE tenant_id = :tenant AND dispatch_id = ANY (:ids)")
                .bindArray(
                        "ids", String.class, of.stream().map(DispatchId::value).toArray())
                .execute();
    }

    /** How many agents of the tenant were lost after that moment. */
    static int lostSince(Tx tx, Instant then) {
        return tx.query("""
                    SELECT count(*) FROM dispatch_receipts
                     WHERE tenant_id = :tenant AND status = 'LOST' AND at > :then
                    """).bind("then", then).mapTo(Integer.class).one();
    }

    /** The lines of the receipt after the first {@code seen}; omits those that this version cannot read. */
    static List<Receipt.Numbered> receipt(Tx tx, DispatchId id, int seen) {
        return tx.query("""
                    SELECT line, at, status, attempt, identity, reason FROM dispatch_receipts
                     WHERE tenant_id = :tenant AND dispatch_id = :id AND line > :seen
                     ORDER BY line
                    """).bind("id", id).bind("seen", seen).mapTo(StoredReceipt.class).list().stream()
                .flatMap(row -> UnreadableStored.orSkip(LOG, id, row::read).stream())
                .toList();
    }
}
