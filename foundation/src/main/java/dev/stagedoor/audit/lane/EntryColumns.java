// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Entry;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Entries as arrays for a single INSERT: one array per column, filled by index. */
final class EntryColumns {
    private final String[] tenantId;
    private final long[] seq;
    private final String[] entryId;
    private final long[] at;
    private final String[] action;
    private final String[] actor;
    private final String[] target;
    private final String[] requestId;
    private final String[] detail;
    private final byte[][] prevHash;
    private final byte[][] hash;

    EntryColumns(int entries) {
        tenantId = new String[entries];
        seq = new long[entries];
        entryId = new String[entries];
        at = new long[entries];
        action = new String[entries];
        actor = new String[entries];
        target = new String[entries];
        requestId = new String[entries];
        detail = new String[entries];
        prevHash = new byte[entries][];
        hash = new byte[entries][];
    }

    void set(int i, Entry entry) {
        Draft draft = entry.draft();
        tenantId[i] = entry.tenant().value();
        seq[i] = entry.seq();
        entryId[i] = draft.entryId();
        at[i] = EntryHash.micros(draft.at());
        action[i] = draft.action();
        actor[i] = draft.actor();
        target[i] = draft.target();
        requestId[i] = draft.requestId();
        detail[i] = draft.detail();
        prevHash[i] = entry.prevHash().bytes();
        hash[i] = entry.hash().bytes();
    }

    /** Binds all columns from parameter {@code first} on; returns the number of the next parameter. */
    int bind(PreparedStatement insert, int first) throws SQLException {
        int next = LedgerStore.array(insert, first, "text", tenantId);
        next = LedgerStore.array(insert, next, "int8", seq);
        next = LedgerStore.array(insert, next, "text", entryId);
        next = LedgerStore.array(insert, next, "int8", at);
        next = LedgerStore.array(insert, next, "text", action);
        next = LedgerStore.array(insert, next, "text", actor);
        next = LedgerStore.array(insert, next, "text", target);
        next = LedgerStore.array(insert, next, "text", requestId);
        next = LedgerStore.array(insert, next, "text", detail);
        next = LedgerStore.array(insert, next, "bytea", prevHash);
        return LedgerStore.array(insert, next, "bytea", hash);
    }
}
