// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.livekit.token.InspectedToken;
import dev.stagedoor.livekit.token.Verification;
import java.time.Instant;

/**
 * A token that a tenant had inspected.
 *
 * @param token   what it claims, verified or not
 * @param verdict whether one of the tenant's keys signed it, and whether it is valid now
 * @param at      when it was inspected
 */
public record Inspected(String tenantSlug, InspectedToken token, Verification verdict, Instant at) {}
