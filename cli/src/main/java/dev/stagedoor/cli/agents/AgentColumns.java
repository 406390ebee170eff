// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.agents;

import dev.stagedoor.api.agents.AgentView;
import dev.stagedoor.cli.console.Columns;

/** The columns of agents. */
final class AgentColumns {
    static final Columns<AgentView> ROW = new Columns<AgentView>()
            .add("slug", AgentView::slug)
            .add("name", AgentView::name)
            .add("agent name", AgentView::agentName)
            .add("state", AgentColumns::state)
            .add("updated", AgentView::updatedAt);

    static final Columns<AgentView> WHOLE = new Columns<AgentView>()
            .add("slug", AgentView::slug)
            .add("name", AgentView::name)
            .add("agent name", AgentView::agentName)
            .add("state", AgentColumns::state)
            .add("model", AgentView::model)
            .add("voice", AgentView::voice)
            .add("tools", AgentView::tools)
            .add("model lease", AgentView::modelLease)
            .add("longest call", agent -> agent.limits().maxCallMinutes() + " min")
            .add("on failure", agent -> agent.onFailure())
            .add("on unclear", agent -> agent.onUnclear())
            .add("joins within", agent -> agent.limits().joinTimeoutSeconds() + " s")
            .add("created", AgentView::createdAt)
            .add("updated", AgentView::updatedAt)
            .add("system prompt", AgentView::systemPrompt);

    private AgentColumns() {}

    private static String state(AgentView agent) {
        return agent.enabled() ? "enabled" : "disabled";
    }
}
