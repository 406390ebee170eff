// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.TenantId;
import java.util.concurrent.atomic.AtomicLong;

/** Which key a hash belongs to, which never changes, and when this node last recorded its use. */
record KeyOwner(TenantId tenant, KeyId key, AtomicLong writtenDown) {
    KeyOwner(TenantId tenant, KeyId key) {
        this(tenant, key, new AtomicLong(Long.MIN_VALUE));
    }
}
