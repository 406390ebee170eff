// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import dev.stagedoor.db.Snapshot;
import java.util.List;

/** What an app user may use of the tenant's agents, as their page is told when it gets a token. */
public interface AgentResources {
    /** None at all. */
    AgentResources NONE = (snapshot, user) -> new Listed(List.of(), List.of(), List.of());

    /** By name. */
    record Listed(List<String> agents, List<String> voices, List<String> avatars) {
        public Listed {
            agents = List.copyOf(agents);
            voices = List.copyOf(voices);
            avatars = List.copyOf(avatars);
        }
    }

    /**
     * What the user may use now. Called for every token: it reads the snapshot, and writes nothing.
     *
     * @param user the tenant's own id of the user
     */
    Listed listed(Snapshot snapshot, String user);
}
