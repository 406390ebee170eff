// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.numbers;

import java.time.Instant;
import java.util.Optional;

/**
 * A phone number of a tenant.
 *
 * @param number    in E.164
 * @param agentSlug of the agent that answers it
 * @param confirmed that it is the tenant's; empty while only the tenant says so
 */
public record PhoneNumber(String number, String agentSlug, Optional<Confirmed> confirmed, Times times) {
    /**
     * Somebody who knows said whose the number is.
     *
     * @param by {@code operator}, or the name of a carrier
     */
    public record Confirmed(String by, Instant at) {}

    /** When it was made and last changed. */
    public record Times(Instant createdAt, Instant updatedAt) {}

    PhoneNumber confirmedBy(String who, Instant now) {
        return new PhoneNumber(
                number, agentSlug, Optional.of(new Confirmed(who, now)), new Times(times.createdAt, now));
    }

    PhoneNumber answeredBy(String agent, Instant now) {
        return new PhoneNumber(number, agent, confirmed, new Times(times.createdAt, now));
    }
}
