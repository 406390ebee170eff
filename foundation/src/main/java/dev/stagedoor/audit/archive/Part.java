// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.archive;

import java.time.Instant;

/**
 * A part of the audit.
 *
 * @param table its table
 * @param until its entries are from before that time
 */
record Part(String table, Instant until) {
    private static final String WHOLE = "audit_entries_";

    /** Its name in files: {@code before}, or a month like {@code 2026_11}. */
    String name() {
        return table.substring(WHOLE.length());
    }
}
