// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import dev.stagedoor.db.Snapshot;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import java.util.List;

/** What an app user may use of the tenant's agents, as their page is told when it gets a token. */
public interface AgentResources {
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

    /**
     * The user has that tier from now on.
     *
     * @throws dev.stagedoor.kernel.Problem {@code invalid_request} if the tenant has no such tier
     */
    void tier(Principal by, TenantId tenant, String user, String tier);
}
