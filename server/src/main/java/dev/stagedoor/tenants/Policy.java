// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.api.tenants.GrantName;
import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.db.Unit;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What a tenant allows its clients: it can narrow what Stagedoor allows, not widen it.
 *
 * @param ttls      token lifetimes
 * @param grants    which grants a client may request; others are false in every token
 * @param agents    the slugs of the agents that clients may request; {@code *} is all
 * @param perTenant the rate of all requests of the tenant, per node
 * @param perKey    the rate of requests of one key, per node
 * @param budget    what may be used per window, and the maximum number of open calls
 */
public record Policy(
        Ttls ttls, Set<GrantName> grants, Set<String> agents, Burst perTenant, Burst perKey, Budget budget) {
    /** The wildcard for all agents. */
    public static final String ALL_AGENTS = "*";

    /** The default policy: what a voice or chat page needs, for every agent. */
    public static final Policy STANDARD = new Policy(
            Ttls.STANDARD,
            Set.of(
                    GrantName.CAN_PUBLISH,
                    GrantName.CAN_SUBSCRIBE,
                    GrantName.CAN_PUBLISH_DATA,
                    GrantName.CAN_PUBLISH_SOURCES),
            Set.of(ALL_AGENTS),
            new Burst(500, 1000),
            new Burst(250, 500),
            new Budget(
                    Duration.ofDays(1),
                    Map.of(
                            Unit.TOKENS,
                            PolicyCodec.MOST_PER_WINDOW,
                            Unit.DISPATCHES,
                            PolicyCodec.MOST_PER_WINDOW,
                            Unit.SECONDS,
                            PolicyCodec.MOST_PER_WINDOW * 60,
                            Unit.CALLS,
                            1000L)));

    public Policy {
        grants = Set.copyOf(grants);
        agents = Set.copyOf(agents);
    }

    /** Whether a client may request the grant. */
    public boolean allows(GrantName grant) {
        return grants.contains(grant);
    }

    /** Whether a client may request the agent. */
    public boolean allowsAgent(String slug) {
        return agents.contains(ALL_AGENTS) || agents.contains(slug);
    }

    /** Rejects an agent that the policy does not list: {@code not_permitted_by_policy}, naming {@code field}. */
    public void requireAgent(String slug, String field) {
        if (!allowsAgent(slug)) {
            String why = "this agent is not in the tenant's policy";
            throw Problem.of(ErrorCode.NOT_PERMITTED_BY_POLICY, field + ": " + why)
                    .field(field, why);
        }
    }
}
