package dev.stagedoor.kernel;

/**
 * A tenant's epoch has moved since the snapshot that a judgement rests on was read. Nothing was written. The router
 * loads anew and judges once more; moved again, it answers 503 {@code busy}.
 */
public final class StaleEpoch extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient TenantId tenant;
    private final long proven;

    /** {@code proven} is the epoch that the caller relied on and that is no longer the row's. */
    public StaleEpoch(TenantId tenant, long proven) {
        super("the epoch of " + tenant + " has moved on from " + proven, null, false, false);
        this.tenant = tenant;
        this.proven = proven;
    }

    /** Whose epoch moved. */
    public TenantId tenant() {
        return tenant;
    }

    /** The epoch that was relied on. */
    public long proven() {
        return proven;
    }
}
