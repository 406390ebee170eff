package dev.stagedoor.audit;

/** The SQL of the ledger. */
final class LedgerStore {
    private LedgerStore() {}

    /** Judges the change's entries against the locked row, in order, and writes them and the row. */
    static void append(ChangeTx change) {
        throw new IllegalStateException("not there yet: " + change.drafts().size());
    }
}
