package dev.stagedoor.vault;

import dev.stagedoor.db.Tx;

/** Whether something still stands on an old version of a credential: a call that names it. Those upstairs know. */
@FunctionalInterface
public interface CredentialUse {
    /** Whether the tenant of the transaction has anything under way with that version. */
    boolean inUse(Tx tx, CredentialKind kind, long version);
}
