// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.kernel.TenantId;

/**
 * One generation of an agent's workers: those with one spec and one credential version. A change of either makes the next.
 *
 * @param slug   the tenant's slug, for names that people read
 * @param agent  the agent's slug
 * @param number counts from 1 within the agent
 */
public record GenerationRef(TenantId tenant, String slug, String agent, long number) {}
