// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.time.Instant;

/** The id of a tenant, {@code ten_…}. The platform itself (operators and their keys) is a row of its own. */
public record TenantId(String value) {
    /** The platform itself, which owns the operators' keys and their audit chain. It is not a customer's tenant. */
    public static final TenantId PLATFORM = new TenantId("ten_platform");

    public TenantId {
        if (!Ids.isId("ten", value) && !value.equals("ten_platform")) {
            throw new IllegalArgumentException("not a tenant id: " + value);
        }
    }

    /** A new id. */
    public static TenantId next(Instant now) {
        return new TenantId(Ids.next("ten", now));
    }

    @Override
    public String toString() {
        return value;
    }
}
