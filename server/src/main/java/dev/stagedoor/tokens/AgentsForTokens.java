// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.api.tokens.AgentCall;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.livekit.RoomAgentDispatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reserves calls for the agents that a token carries. LiveKit sends them when the token's holder is the first to enter the
 * room (docs/decisions/0009-agents-in-tokens.md). Implemented by {@code calls}.
 */
public interface AgentsForTokens {
    /**
     * Checks the agents against the policy, without writing anything.
     *
     * @param agents by slug or LiveKit's {@code agent_name}
     * @param field  the field of the request that names them
     * @throws dev.stagedoor.kernel.Problem naming {@code field}
     */
    Order check(Principal by, Snapshot snapshot, List<RoomAgentDispatch> agents, String field);

    /** Whether an agent is in that room under that identity. */
    boolean isAgent(Snapshot snapshot, String room, String identity);

    /** The version of the credential that the open call in that room uses, running or reserved; empty if there is none. */
    Optional<Long> versionIn(Tx tx, String room, Instant now);

    /** Agents that a token may carry. */
    interface Order {
        /** As the token carries them: by LiveKit's {@code agent_name}, and otherwise as they were asked for. */
        List<RoomAgentDispatch> agents();

        /**
         * Reserves a call for each agent, or joins the one that has it in the room, within the change that records the
         * token.
         *
         * @throws OtherVersion if the room's call uses another version of the credential than {@code place}
         */
        List<AgentCall> reserve(ChangeTx change, Place place);
    }

    /** The token's room and holder, when it expires, and the version of the credential that signs it. */
    record Place(String room, String identity, Instant expiresAt, long credentialVersion) {}

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
