// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.agents.AgentList;
import dev.stagedoor.api.agents.AgentView;
import dev.stagedoor.api.workers.AgentWorkers;
import dev.stagedoor.api.workers.AgentWorkersView;
import dev.stagedoor.api.workers.WorkerList;
import dev.stagedoor.api.workers.WorkerLog;
import dev.stagedoor.api.workers.WorkerLogLine;
import dev.stagedoor.api.workers.WorkerScale;
import dev.stagedoor.api.workers.WorkerState;
import dev.stagedoor.api.workers.WorkerView;
import dev.stagedoor.client.http.Request;
import dev.stagedoor.client.http.WireJson;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    /** The workers that are run for a tenant's agents. */
    public static final class Workers {
        private static final String WORKERS = "workers";
        private static final String LOGS = "logs";

        private final Root root;

        Workers(Root root) {
            this.root = root;
        }

        /**
         * Which are listed; null matches any.
         *
         * @param agent an agent's slug
         */
        public record Filter(
                @Nullable String agent, @Nullable WorkerState state) {
            /** All. */
            public static final Filter ALL = new Filter(null, null);
        }

        /** How an agent's workers are to run. */
        public AgentWorkersView of(String agent) {
            return root.send(Request.get(root.at("agents", agent, WORKERS)), AgentWorkersView.class);
        }

        /** Runs workers for an agent, or replaces them. */
        public AgentWorkersView put(String agent, AgentWorkers wanted) {
            return root.send(Request.put(root.at("agents", agent, WORKERS), wanted), AgentWorkersView.class);
        }

        /** Runs more or fewer. */
        public AgentWorkersView scale(String agent, int replicas) {
            return root.send(
                    Request.post(root.at("agents", agent, WORKERS, "scale"), new WorkerScale(replicas))
                            .repeating(),
                    AgentWorkersView.class);
        }

        /** Runs none any more; those that run finish their calls. */
        public void delete(String agent) {
            root.transport().send(Request.delete(root.at("agents", agent, WORKERS)));
        }

        /** A page of those that match, newest first, also of those that ended. */
        public WorkerList list(Filter filter, PageRequest page) {
            WorkerState state = filter.state();
            return root.send(
                    root.list(page, WORKERS)
                            .with("agent", filter.agent())
                            .with("state", state == null ? null : state.name().toLowerCase(Locale.ROOT)),
                    WorkerList.class);
        }

        /** All that match, page by page. */
        public Stream<WorkerView> all(Filter filter) {
            return Pages.stream(page -> list(filter, page), WorkerList::items, WorkerList::next);
        }

        /** One of them. */
        public WorkerView get(String id) {
            return root.send(Request.get(root.at(WORKERS, id)), WorkerView.class);
        }

        /** Ends one now, with its calls; another one is started. */
        public WorkerView restart(String id) {
            return root.send(Request.post(root.at(WORKERS, id, "restart"), null).repeating(), WorkerView.class);
        }

        /** A page of what one wrote, oldest first. */
        public WorkerLog log(String id, PageRequest page) {
            return root.send(root.list(page, WORKERS, id, LOGS), WorkerLog.class);
        }

        /** All that is kept of it. */
        public Stream<WorkerLogLine> log(String id) {
            return Pages.stream(page -> log(id, page), WorkerLog::items, WorkerLog::next);
        }

        /** All that is kept of it, and what comes; empty once the worker has ended. It reconnects by itself. Close it. */
        public EventFeed<Optional<WorkerLogLine>> follow(String id) {
            return new EventFeed<>(
                    root.transport(),
                    Request.get(root.at(WORKERS, id, LOGS, "stream")),
                    (number, name, json) -> name.equals("end")
                            ? Optional.empty()
                            : Optional.of(WireJson.mapper().readValue(json, WorkerLogLine.class)),
                    Optional::isEmpty);
        }
    }
}
