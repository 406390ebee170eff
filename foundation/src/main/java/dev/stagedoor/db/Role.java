// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import java.time.Duration;

/**
 * The PostgreSQL roles of a Stagedoor database (docs/operations.md). Their names have a prefix: {@code stagedoor_app}.
 */
public enum Role {
    /** One tenant per transaction, under row-level security. */
    APP("app", "-c lock_timeout=3s"),
    /**
     * Only the ledger and the audit, of any tenant: group commit. Its plans are made once, for the same few statements
     * run with arrays of any length.
     */
    LANE("lane", "-c lock_timeout=2s -c plan_cache_mode=force_generic_plan"),
    /** Lookups before the tenant is known, as functions. */
    DIRECTORY("directory", ""),
    /** Ids and times of due rows. */
    POLLER("poller", "");

    private final String suffix;
    private final String settings;

    Role(String suffix, String settings) {
        this.suffix = suffix;
        this.settings = settings + " -c idle_in_transaction_session_timeout=10s -c statement_timeout=";
    }

    /** The role's name in PostgreSQL. */
    public String in(String prefix) {
        return prefix + '_' + suffix;
    }

    /** Initial settings of its sessions: none waits forever, and none keeps a lock after its node has died. */
    String settings(Duration statementTimeout) {
        return settings + statementTimeout.toMillis() + "ms";
    }
}
