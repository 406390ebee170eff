// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.projects.AgentField;
import dev.stagedoor.projects.Project;
import java.util.List;

/** Refuses what the tenant's LiveKit server is not known to read: one such field makes it reject the whole token. */
final class AgentFields {
    private AgentFields() {}

    static void require(Project project, List<RoomAgentDispatch> agents) {
        for (RoomAgentDispatch agent : agents) {
            require(project, AgentField.RESTART_POLICY, agent.restartPolicy() != null);
            require(project, AgentField.DEPLOYMENT, !agent.deployment().isEmpty());
            require(project, AgentField.ATTRIBUTES, !agent.attributes().isEmpty());
        }
    }

    private static void require(Project project, AgentField field, boolean given) {
        if (given && !project.knows(field)) {
            throw Problem.invalid(
                    "room_config.agents." + field.wire(),
                    "the tenant's LiveKit server did not know this field when its credential was verified;"
                            + " put the credential again after upgrading the server");
        }
    }
}
