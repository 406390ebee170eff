// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.api.telephony.TransferState;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.db.Tx;
import dev.stagedoor.jobs.DueTable;
import dev.stagedoor.json.StoredWord;
import dev.stagedoor.numbers.Destination;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code phone_transfers}. */
final class TransferStore {
    /** Where the job finds transfers to look at. */
    static final DueTable DUE = new DueTable("phone_transfers", "transfer_id", "look_at", "watched");

    private static final String COLUMNS = "transfer_id, call_id, to_number, state, sip_status, created_at";

    private TransferStore() {}

    /** A row of it. */
    record StoredTransfer(
            String transferId,
            CallId callId,
            String toNumber,
            String state,
            @Nullable Integer sipStatus,
            Instant createdAt) {
        Transfer transfer() {
            TransferState read = StoredWord.read(TransferState.class, TransferState::name, state);
            return new Transfer(transferId, callId, toNumber, read, sipStatus, createdAt);
        }
    }

    static void insert(Tx tx, Transfer transfer, Destination to, Instant lookAt) {
        tx.update("""
                INSERT INTO phone_transfers (tenant_id, transfer_id, call_id, to_number, prefix, state, created_at,
                                             watched, look_at)
                VALUES (:tenant, :id, :call, :to, :prefix, :state, :now, true, :lookAt)
                """)
                .bind("id", transfer.id())
                .bind("call", transfer.call())
                .bind("to", to.number())
                .bind("prefix", to.prefix())
                .bind("state", transfer.state().name())
                .bind("now", transfer.createdAt())
                .bind("lookAt", lookAt)
                .execute();
    }

    static Optional<Transfer> find(Tx tx, String id) {
        return tx.query("SELECT " + COLUMNS + " FROM phone_transfers WHERE tenant_id = :tenant AND transfer_id = :id")
                .bind("id", id)
                .mapTo(StoredTransfer.class)
                .findOne()
                .map(StoredTransfer::transfer);
    }

    /** The last one of that call. */
    static Optional<Transfer> ofCall(Tx tx, CallId call) {
        return tx.query("SELECT " + COLUMNS + """
                          FROM phone_transfers
                         WHERE tenant_id = :tenant AND call_id = :call
                         ORDER BY transfer_id DESC LIMIT 1
                        """)
                .bind("call", call)
                .mapTo(StoredTransfer.class)
                .findOne()
                .map(StoredTransfer::transfer);
    }

    /** What became of it, where that was not known; one of which that is still not known is looked at again then. */
    static int advance(Tx tx, String id, TransferState state, @Nullable Integer sipStatus, Instant lookAt) {
        return tx.update("""
                UPDATE phone_transfers
                   SET state = :state, sip_status = :sipStatus, look_at = :lookAt, watched = :state <> 'FAILED'
                 WHERE tenant_id = :tenant AND transfer_id = :id AND state IN ('REQUESTED', 'UNKNOWN')
                """)
                .bind("id", id)
                .bind("state", state.name())
                .bind("sipStatus", sipStatus)
                .bind("lookAt", lookAt)
                .execute();
    }

    /** Claims the look for this node, if it is still due. */
    static boolean take(Tx tx, String id, Instant now, Instant again) {
        return tx.update("""
                UPDATE phone_transfers SET look_at = :again
                 WHERE tenant_id = :tenant AND transfer_id = :id AND watched AND look_at <= :now
                """)
                        .bind("id", id)
                        .bind("now", now)
                        .bind("again", again)
                        .execute()
                == 1;
    }

    /** Its call has ended: nothing is left to be done. */
    static int forgotten(Tx tx, String id) {
        return tx.update("UPDATE phone_transfers SET watched = false WHERE tenant_id = :tenant AND transfer_id = :id")
                .bind("id", id)
                .execute();
    }

    static void delete(Tx tx, Collection<CallId> calls) {
        tx.update("DELETE FROM phone_transfers WHERE tenant_id = :tenant AND call_id = ANY (:calls)")
                .bindArray(
                        "calls", String.class, calls.stream().map(CallId::value).toArray())
                .execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM phone_transfers WHERE tenant_id = :tenant").execute();
    }
}
