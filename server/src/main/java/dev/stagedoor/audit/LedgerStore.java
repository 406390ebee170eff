package dev.stagedoor.audit;

import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.TenantId;

/** The SQL of the ledger. */
final class LedgerStore {
    private LedgerStore() {}

    /** A new tenant's ledger row, its chain beginning at the hash of its id; {@code tx} is the tenant's from here on. */
    static void found(Tx platform, TenantId tenant) {
        platform.handle().createUpdate("""
                        WITH bound AS (SELECT set_config('stagedoor.tenant', :tenant, true) AS tenant_id)
                        INSERT INTO tenant_ledger (tenant_id, hash)
                        SELECT tenant_id, sha256(convert_to(tenant_id, 'UTF8')) FROM bound
                        """).bind("tenant", tenant.value()).execute();
    }

    /** Judges the change's entries against the locked row, in order, and writes them and the row. */
    static void append(ChangeTx change) {
        throw new IllegalStateException("not there yet: " + change.drafts().size());
    }
}
