// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.kernel.Principal;
import java.time.Duration;
import java.util.List;

/**
 * Dispatches the agents that a client's {@code room_config} names: LiveKit ignores them in a token whose room already
 * exists, so they are dispatched explicitly. Implemented by {@code calls}.
 */
public interface AgentsForTokens {
    /**
     * Checks the agents against the policy, without writing anything.
     *
     * @throws dev.stagedoor.kernel.Problem naming the agent's field
     */
    Order check(Principal by, Snapshot snapshot, List<TokenWish.Agent> agents);

    /** Whether an agent is in that room under that identity. */
    boolean isAgent(Snapshot snapshot, String room, String identity);

    /** Agents that may be dispatched. */
    interface Order {
        /** Requests them within the change that records the token; run the result after the commit. */
        Runnable request(ChangeTx change, Place place);
    }

    /** The target of the agents: a room that may already exist, the token's lifetime, and the credential version. */
    record Place(String room, boolean newRoom, Duration tokenLife, long credentialVersion) {}
}
