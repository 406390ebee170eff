// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.agents;

import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code agents}. */
final class AgentStore {
    private AgentStore() {}

    /** A row of it. */
    private record StoredAgent(
            String slug,
            String name,
            String agentName,
            @Nullable String systemPrompt,
            @Nullable String model,
            @Nullable String voice,
            List<String> tools,
            boolean modelLease,
            int maxCallMinutes,
            int joinTimeoutSeconds,
            boolean replaceFailed,
            boolean replaceUnclear,
            boolean enabled,
            Instant createdAt,
            Instant updatedAt) {
        static StoredAgent of(Agent agent) {
            Agent.Persona persona = agent.persona();
            return new StoredAgent(
                    agent.slug(),
                    agent.name(),
                    agent.agentName(),
                    persona.systemPrompt(),
                    persona.model(),
                    persona.voice(),
                    persona.tools(),
                    persona.modelLease(),
                    (int) agent.limits().maxCall().toMinutes(),
                    (int) agent.limits().joinTimeout().toSeconds(),
                    agent.limits().replaced().onFailure(),
                    agent.limits().replaced().onUnclear(),
                    agent.enabled(),
                    agent.times().createdAt(),
                    agent.times().updatedAt());
        }

        Agent agent() {
            return new Agent(
                    slug,
                    name,
                    agentName,
                    new Agent.Persona(systemPrompt, model, voice, tools, modelLease),
                    new Agent.Limits(
                            Duration.ofMinutes(maxCallMinutes),
                            Duration.ofSeconds(joinTimeoutSeconds),
                            new Agent.Replaced(replaceFailed, replaceUnclear)),
                    enabled,
                    new Agent.Times(createdAt, updatedAt));
        }
    }

    static Optional<Agent> find(Tx tx, String slug) {
        return tx.query("SELECT * FROM agents WHERE tenant_id = :tenant AND slug = :slug")
                .bind("slug", slug)
                .mapTo(StoredAgent.class)
                .findOne()
                .map(StoredAgent::agent);
    }

    static Optional<Agent> named(Tx tx, String agentName) {
        return tx.query("""
                        SELECT * FROM agents
                         WHERE tenant_id = :tenant AND agent_name = :agentName AND enabled
                         ORDER BY slug
                         LIMIT 1
                        """)
                .bind("agentName", agentName)
                .mapTo(StoredAgent.class)
                .findOne()
                .map(StoredAgent::agent);
    }

    /** The slugs of those that may be dispatched, {@code most} at most. */
    static List<String> enabled(Tx tx, int most) {
        return tx.query("SELECT slug FROM agents WHERE tenant_id = :tenant AND enabled ORDER BY slug LIMIT :most")
                .bind("most", most)
                .mapTo(String.class)
                .list();
    }

    static Page<Agent> list(Tx tx, Page.Request page) {
        List<Agent> rows = tx.query("""
                        SELECT * FROM agents
                         WHERE tenant_id = :tenant AND slug > :after
                         ORDER BY slug
                         LIMIT :limit
                        """)
                .bind("after", page.after() == null ? "" : page.after())
                .bind("limit", page.limit() + 1)
                .mapTo(StoredAgent.class)
                .map(StoredAgent::agent)
                .list();
        return Page.of(rows, page.limit(), Agent::slug);
    }

    /** Inserts or replaces the agent with this slug. */
    static void put(Tx tx, Agent agent) {
        tx.update("""
                INSERT INTO agents (tenant_id, slug, name, agent_name, system_prompt, model, voice, tools, model_lease,
                                    max_call_minutes, join_timeout_seconds, replace_failed, replace_unclear, enabled, created_at, updated_at)
                VALUES (:tenant, :slug, :name, :agentName, :systemPrompt, :model, :voice, :tools, :modelLease,
                        :maxCallMinutes, :joinTimeoutSeconds, :replaceFailed, :replaceUnclear, :enabled, :createdAt, :updatedAt)
                ON CONFLICT (tenant_id, slug) DO UPDATE
                   SET name = excluded.name, agent_name = excluded.agent_name,
                       system_prompt = excluded.system_prompt, model = excluded.model, voice = excluded.voice,
                       tools = excluded.tools, model_lease = excluded.model_lease,
                       max_call_minutes = excluded.max_call_minutes,
                       join_timeout_seconds = excluded.join_timeout_seconds,
                       replace_failed = excluded.replace_failed, replace_unclear = excluded.replace_unclear,
                       enabled = excluded.enabled, updated_at = excluded.updated_at
                """, StoredAgent.of(agent)).execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM agents WHERE tenant_id = :tenant").execute();
    }

    static boolean delete(Tx tx, String slug) {
        return tx.update("DELETE FROM agents WHERE tenant_id = :tenant AND slug = :slug")
                        .bind("slug", slug)
                        .execute()
                == 1;
    }
}
