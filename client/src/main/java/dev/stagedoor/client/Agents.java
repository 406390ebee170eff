// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.agents.AgentList;
import dev.stagedoor.api.agents.AgentView;
import dev.stagedoor.client.http.Request;
import java.util.stream.Stream;

/** A tenant's agents. */
public final class Agents {
    private final Root root;

    Agents(Root root) {
        this.root = root;
    }

    /** Creates one. */
    public AgentView create(AgentDefinition agent) {
        return root.send(Request.post(root.at("agents"), agent).creating().repeating(), AgentView.class);
    }

    /** A page of them, by slug. */
    public AgentList list(PageRequest page) {
        return root.send(root.list(page, "agents"), AgentList.class);
    }

    /** All of them, page by page. */
    public Stream<AgentView> all() {
        return Pages.stream(this::list, AgentList::items, AgentList::next);
    }

    /** One of them. */
    public AgentView get(String slug) {
        return root.send(Request.get(root.at("agents", slug)), AgentView.class);
    }

    /** Creates or replaces one. */
    public AgentView put(String slug, AgentDefinition agent) {
        return root.send(Request.put(root.at("agents", slug), agent), AgentView.class);
    }

    /** Deletes one. */
    public void delete(String slug) {
        root.transport().send(Request.delete(root.at("agents", slug)));
    }
}
