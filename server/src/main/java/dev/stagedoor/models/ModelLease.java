// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lease, without its text.
 *
 * @param id {@code lease_…}
 */
record ModelLease(String id, Subject subject, Maker maker, Life life) {
    /**
     * What it is for.
     *
     * @param agent  the agent's slug
     * @param model  the only model it may call
     * @param userId whose selection the profile was; empty for the tenant's own
     */
    record Subject(String agent, String model, String profileId, String userId) {}

    /**
     * Who made it: it ends with them (K1).
     *
     * @param key      the API key; empty for an agent's worker
     * @param operator whether that is an operator's
     * @param dispatch the dispatch whose worker it was made for; empty for none
     */
    record Maker(String key, boolean operator, String dispatch) {}

    /** When it begins and ends. */
    record Life(
            Instant createdAt, Instant expiresAt, @Nullable Instant revokedAt) {}

    boolean worksAt(Instant now) {
        return life.revokedAt() == null && now.isBefore(life.expiresAt());
    }
}
