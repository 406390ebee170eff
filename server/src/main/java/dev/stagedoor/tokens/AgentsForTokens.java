package dev.stagedoor.tokens;

import dev.stagedoor.api.tokens.RoomAgent;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.kernel.Principal;
import java.util.List;

/**
 * Sends for the agents that a client's {@code room_config} names: LiveKit ignores them in a token whose room lives
 * already, so they are dispatched explicitly. Behind it is {@code calls}.
 */
public interface AgentsForTokens {
    /**
     * Checks the agents against the policy, without writing anything.
     *
     * @throws dev.stagedoor.kernel.Problem naming the agent's field
     */
    Order check(Principal by, Snapshot snapshot, List<RoomAgent> agents);

    /** Agents that may be sent for. */
    interface Order {
        /** Asks for them within the change that records the token, for that room. */
        Runnable request(ChangeTx change, Place place);
    }

    /** Where the agents are wanted: a room that may live already, until when its token admits, with whose credential. */
    record Place(String room, boolean newRoom, java.time.Duration tokenLife, long credentialVersion) {}
}
