package dev.stagedoor.db;

/** The PostgreSQL roles of a Stagedoor database (6-hot-paths §5). Their names carry a prefix, {@code stagedoor_app}. */
public enum Role {
    /** One tenant per transaction, under row-level security. */
    APP("app"),
    /** The ledger and the audit only, of any tenant: group commit. */
    LANE("lane"),
    /** Look-ups that must come before a tenant is known, as functions. */
    DIRECTORY("directory"),
    /** Ids and times of rows that are due. */
    POLLER("poller");

    private final String suffix;

    Role(String suffix) {
        this.suffix = suffix;
    }

    /** The role's name in PostgreSQL. */
    public String in(String prefix) {
        return prefix + '_' + suffix;
    }
}
