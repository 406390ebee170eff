// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

import dev.stagedoor.kernel.TenantId;

/** Counts what calls of models have used, for {@code GET /api/v1/model-usage}. */
public interface CallMeter {
    /**
     * Whose call it was.
     *
     * @param agent its slug
     */
    record Caller(TenantId tenant, String agent, String profileId, String model) {}

    /** One call has ended; returns its cost in millionths of a dollar. */
    long add(Caller caller, TokenUsage tokens);
}
