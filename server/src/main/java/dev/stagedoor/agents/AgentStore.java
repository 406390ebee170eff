package dev.stagedoor.agents;

import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The table {@code agents}. */
final class AgentStore {
    private AgentStore() {}

    static Optional<Agent> find(Tx tx, String slug) {
        return tx.handle()
                .createQuery("SELECT * FROM agents WHERE tenant_id = :tenant AND slug = :slug")
                .bind("tenant", tx.tenant().value())
                .bind("slug", slug)
                .map((rs, ctx) -> agent(rs))
                .findOne();
    }

    static Optional<Agent> named(Tx tx, String agentName) {
        return tx.handle()
                .createQuery("""
                        SELECT * FROM agents
                         WHERE tenant_id = :tenant AND agent_name = :agentName AND enabled
                         ORDER BY slug
                         LIMIT 1
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("agentName", agentName)
                .map((rs, ctx) -> agent(rs))
                .findOne();
    }

    static Page<Agent> list(Tx tx, Page.Request page) {
        List<Agent> rows = tx.handle()
                .createQuery("""
                        SELECT * FROM agents
                         WHERE tenant_id = :tenant AND slug > :after
                         ORDER BY slug
                         LIMIT :limit
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("after", page.after() == null ? "" : page.after())
                .bind("limit", page.limit() + 1)
                .map((rs, ctx) -> agent(rs))
                .list();
        return Page.of(rows, page.limit(), Agent::slug);
    }

    /** Writes the agent, new or instead of the one that was there. */
    static void put(Tx tx, Agent agent) {
        tx.handle()
                .createUpdate("""
                        INSERT INTO agents (tenant_id, slug, name, agent_name, system_prompt, model, voice, tools,
                                            max_call_minutes, enabled, created_at, updated_at)
                        VALUES (:tenant, :slug, :name, :agentName, :systemPrompt, :model, :voice, :tools,
                                :maxCallMinutes, :enabled, :createdAt, :updatedAt)
                        ON CONFLICT (tenant_id, slug) DO UPDATE
                           SET name = excluded.name, agent_name = excluded.agent_name,
                               system_prompt = excluded.system_prompt, model = excluded.model, voice = excluded.voice,
                               tools = excluded.tools, max_call_minutes = excluded.max_call_minutes,
                               enabled = excluded.enabled, updated_at = excluded.updated_at
                        """)
                .bind("tenant", tx.tenant().value())
                .bindMethods(agent)
                .bindArray("tools", String.class, agent.tools())
                .bind("maxCallMinutes", (int) agent.maxCall().toMinutes())
                .execute();
    }

    static boolean delete(Tx tx, String slug) {
        return tx.handle()
                        .createUpdate("DELETE FROM agents WHERE tenant_id = :tenant AND slug = :slug")
                        .bind("tenant", tx.tenant().value())
                        .bind("slug", slug)
                        .execute()
                == 1;
    }

    private static Agent agent(ResultSet rs) throws SQLException {
        return new Agent(
                rs.getString("slug"),
                rs.getString("name"),
                rs.getString("agent_name"),
                rs.getString("system_prompt"),
                rs.getString("model"),
                rs.getString("voice"),
                List.of((String[]) rs.getArray("tools").getArray()),
                Duration.ofMinutes(rs.getInt("max_call_minutes")),
                rs.getBoolean("enabled"),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                rs.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
