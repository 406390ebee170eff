package dev.stagedoor.access;

import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.TenantId;
import java.util.concurrent.atomic.AtomicLong;

/** Whose key a hash is: that never changes, so a node keeps it. Beside it, when this node last wrote down its use. */
record KeyOwner(TenantId tenant, KeyId key, AtomicLong writtenDown) {
    KeyOwner(TenantId tenant, KeyId key) {
        this(tenant, key, new AtomicLong(Long.MIN_VALUE));
    }
}
