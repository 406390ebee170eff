// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import dev.stagedoor.api.audit.AuditEntry;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.json.Json;

/** Entries on the wire: JSON objects, one per line in an export. */
public final class ExportedChain {
    private ExportedChain() {}

    /** The entry on the wire. */
    static AuditEntry wire(Entry entry) {
        Draft draft = entry.draft();
        return new AuditEntry(
                entry.tenant().value(),
                entry.seq(),
                draft.entryId(),
                draft.at(),
                draft.action(),
                draft.actor(),
                draft.target(),
                draft.requestId(),
                draft.detail(),
                entry.prevHash().toString(),
                entry.hash().toString());
    }

    /** A line of an export, without its end. */
    public static String line(Entry entry) {
        return Json.text(wire(entry));
    }
}
