// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.agent;

import dev.stagedoor.agents.Agent;
import dev.stagedoor.kernel.TenantId;
import java.util.List;

/**
 * What an agent is to answer.
 *
 * @param user    the tenant's own id of the app user
 * @param chat    its id, for traces
 * @param history what was said so far, the last by the user
 */
public record Turn(TenantId tenant, String user, String chat, Agent agent, List<Said> history) {
    /** One message. */
    public record Said(boolean byUser, String text) {}

    public Turn {
        history = List.copyOf(history);
    }
}
