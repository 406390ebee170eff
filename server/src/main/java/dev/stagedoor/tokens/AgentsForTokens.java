// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.api.tokens.AgentCall;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.kernel.Principal;
import java.time.Duration;
import java.util.List;

/**
 * Opens calls for the agents that a client's {@code room_config} names: LiveKit ignores them in a token whose room already
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
        /**
         * Opens a call for each agent, or joins the one that has it in the room, within the change that records the token.
         *
         * @throws OtherVersion if the room's call uses another version of the credential than {@code place}
         */
        Requested request(ChangeTx change, Place place);
    }

    /**
     * The calls of a token.
     *
     * @param begin starts sending the agents; run it after the commit
     */
    record Requested(List<AgentCall> calls, Runnable begin) {
        public Requested {
            calls = List.copyOf(calls);
        }
    }

    /**
     * The target of the agents: a room that may already exist, whose call it is, the token's lifetime, and the credential
     * version of the token.
     */
    record Place(String room, boolean newRoom, String identity, Duration tokenLife, long credentialVersion) {}

    /** Rolls back: mint the token again with that version. */
    final class OtherVersion extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final long version;

        /** The room's call uses {@code version}. */
        public OtherVersion(long version) {
            super("the call in progress uses version " + version, null, false, false);
            this.version = version;
        }

        long version() {
            return version;
        }
    }
}
