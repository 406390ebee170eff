package dev.stagedoor.tenants;

import dev.stagedoor.api.tenants.GrantName;
import dev.stagedoor.audit.Budget;
import dev.stagedoor.db.Unit;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What a tenant allows its clients, within what Stagedoor allows at all: it narrows and cannot widen.
 *
 * @param ttls      how long tokens live
 * @param grants    which grants a client may ask for; a grant that is not here is false in every token
 * @param agents    the slugs of the agents that may be asked for; {@code *} is all
 * @param perTenant how fast all requests of the tenant may come, on each node
 * @param perKey    how fast the requests of one key may come, on each node
 * @param budget    what may be used per window, and the calls that may be open at once
 */
public record Policy(
        Ttls ttls, Set<GrantName> grants, Set<String> agents, Burst perTenant, Burst perKey, Budget budget) {
    /** The agent that stands for all. */
    public static final String ALL_AGENTS = "*";

    /** The policy of a new tenant: what a voice or chat page needs, for every agent. */
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

    /** Whether a client may ask for that grant. */
    public boolean allows(GrantName grant) {
        return grants.contains(grant);
    }

    /** Whether the agent of that slug may be asked for. */
    public boolean allowsAgent(String slug) {
        return agents.contains(ALL_AGENTS) || agents.contains(slug);
    }

    /** Refuses an agent that the policy does not list: {@code not_permitted_by_policy}, naming {@code field}. */
    public void requireAgent(String slug, String field) {
        if (!allowsAgent(slug)) {
            String why = "this agent is not in the tenant's policy";
            throw Problem.of(ErrorCode.NOT_PERMITTED_BY_POLICY, field + ": " + why)
                    .field(field, why);
        }
    }
}
