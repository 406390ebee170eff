// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

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
    LANE("lane", "-c lock_timeout=2s -c statement_timeout=5s -c plan_cache_mode=force_generic_plan"),
    /** Lookups before the tenant is known, as functions. */
    DIRECTORY("directory", "-c statement_timeout=5s"),
    /** Ids and times of due rows. */
    POLLER("poller", "-c statement_timeout=5s");

    private final String suffix;
    private final String settings;

    Role(String suffix, String settings) {
        this.suffix = suffix;
        this.settings = settings + " -c idle_in_transaction_session_timeout=10s";
    }

    /** The role's name in PostgreSQL. */
    public String in(String prefix) {
        return prefix + '_' + suffix;
    }

    /** Initial settings of its sessions: none waits forever, and none keeps a lock after its node has died. */
    String settings() {
        return settings;
    }
}
