// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.agent;

import dev.stagedoor.agents.Agent;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.realtime.files.UserFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is to answer.
 *
 * @param user    the tenant's own id of the app user
 * @param chat    its id, for traces
 * @param history what was said so far, the last by the user
 */
public record Turn(TenantId tenant, String user, String chat, Agent agent, List<Said> history) {
    /** One message, with its files. */
    public record Said(boolean byUser, String text, List<Attached> files) {
        public Said {
            files = List.copyOf(files);
        }
    }

    /**
     * A file that came with a message.
     *
     * @param bytes null if the agent is told only its name
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Attached(UserFile file, byte @Nullable [] bytes) {}

    public Turn {
        history = List.copyOf(history);
    }
}
