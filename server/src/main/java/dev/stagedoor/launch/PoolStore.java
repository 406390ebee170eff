// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.StoredJson;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.vault.CredentialRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables {@code worker_pools}, {@code worker_generations} and {@code launch_nodes}. */
final class PoolStore {
    private static final String ONE = " WHERE tenant_id = :tenant AND agent = :agent";

    private static final String GENERATION = " WHERE tenant_id = :tenant AND agent = :agent AND number = :number";

    private PoolStore() {}

    /** A {@link WorkerSpec} as it is stored. */
    private record StoredSpec(
            @JsonProperty("runtime") String runtime,
            @JsonProperty("program") String program,
            @JsonProperty("arguments") List<String> arguments,
            @JsonProperty("millicores") int millicores,
            @JsonProperty("memory") int memory,
            @JsonProperty("processes") int processes,
            @JsonProperty("environment") Map<String, Variable> environment,
            @JsonProperty("health_path") @Nullable String healthPath,
            @JsonProperty("health_port") @Nullable Integer healthPort,
            @JsonProperty("drain_seconds") long drainSeconds) {

        /** Which credential a variable holds. */
        record Variable(
                @JsonProperty("kind") String kind,
                @JsonProperty("name") String name) {}

        /** {@link Launched.Inputs} as they are stored. */
        record StoredInputs(
                @JsonProperty("spec") StoredSpec spec,
                @JsonProperty("agent_name") String agentName,
                @JsonProperty("project") long project,
                @JsonProperty("secrets") Map<String, Long> secrets) {}

        static String text(WorkerSpec spec) {
            return StoredJson.text(of(spec));
        }

        static String text(Launched.Inputs inputs) {
            return StoredJson.text(new StoredInputs(
                    of(inputs.spec()), inputs.agentName(), inputs.project(), new TreeMap<>(inputs.secrets())));
        }

        static WorkerSpec spec(String json) {
            return StoredJson.read(json, StoredSpec.class).spec();
        }

        static Launched.Inputs inputs(String json) {
            StoredInputs stored = StoredJson.read(json, StoredInputs.class);
            return new Launched.Inputs(stored.spec().spec(), stored.agentName(), stored.project(), stored.secrets());
        }

        private static StoredSpec of(WorkerSpec spec) {
            Map<String, Variable> environment = new TreeMap<>();
            spec.environment().forEach((name, ref) -> environment.put(name, new Variable(ref.kind(), ref.name())));
            WorkerSpec.Health health = spec.health();
            return new StoredSpec(
                    spec.runtime(),
                    spec.program(),
                    spec.arguments(),
                    spec.resources().millicores(),
                    spec.resources().memory(),
                    spec.resources().processes(),
                    environment,
                    health == null ? null : health.path(),
                    health == null ? null : health.port(),
                    spec.drain().toSeconds());
        }

        private WorkerSpec spec() {
            Map<String, CredentialRef> refs = new TreeMap<>();
            environment.forEach(
                    (name, variable) -> refs.put(name, new CredentialRef(variable.kind(), variable.name())));
            return new WorkerSpec(
                    runtime,
                    program,
                    arguments,
                    new WorkerSpec.Resources(millicores, memory, processes),
                    refs,
                    healthPath == null || healthPort == null ? null : new WorkerSpec.Health(healthPath, healthPort),
                    Duration.ofSeconds(drainSeconds));
        }
    }

    /** A row of {@code worker_pools}. */
    private record StoredPool(
            String agent,
            String spec,
            int fewest,
            int most,
            int replicas,
            long generation,
            long changes,
            String node,
            long fence,
            boolean ending,
            @Nullable String problem,
            Instant createdAt,
            Instant updatedAt) {
        Pool pool(TenantId tenant) {
            return new Pool(
                    tenant,
                    agent,
                    StoredSpec.spec(spec),
                    new Pool.Replicas(fewest, most, replicas),
                    new Pool.Progress(generation, changes, ending, problem),
                    new Pool.Held(node, fence),
                    new Pool.Times(createdAt, updatedAt));
        }
    }

    /**
     * A pool as the poller sees it.
     *
     * @param free whether the node that sees to it, if there is one, is gone
     */
    record Seen(TenantId tenant, String agent, long changes, Pool.Held held, boolean free) {}

    /** All pools of that runtime. */
    static List<Seen> all(Handle poller, String runtime, Duration nodeTimeout) {
        return poller.createQuery("""
                SELECT p.tenant_id, p.agent, p.changes, p.node, p.fence, n.node IS NULL AS free
                  FROM worker_pools p
                  LEFT JOIN launch_nodes n
                    ON n.node = p.node AND n.seen_at > now() - :millis * interval '1 millisecond'
                 WHERE p.runtime = :runtime
                """)
                .bind("runtime", runtime)
                .bind("millis", nodeTimeout.toMillis())
                .map((rs, ctx) -> new Seen(
                        new TenantId(rs.getString("tenant_id")),
                        rs.getString("agent"),
                        rs.getLong("changes"),
                        new Pool.Held(rs.getString("node"), rs.getLong("fence")),
                        rs.getBoolean("free")))
                .list();
    }

    /** Tells the others that the node lives; a transaction of the platform. */
    static int live(Tx platform, String node) {
        return platform.update("""
                INSERT INTO launch_nodes (tenant_id, node, seen_at) VALUES (:tenant, :node, now())
                ON CONFLICT (tenant_id, node) DO UPDATE SET seen_at = now()
                """).bind("node", node).execute();
    }

    /** Tells them that it does not any more, and forgets those that have been gone for a day. */
    static int leave(Tx platform, String node) {
        return platform.update("""
                DELETE FROM launch_nodes
                 WHERE tenant_id = :tenant AND (node = :node OR seen_at < now() - interval '1 day')
                """).bind("node", node).execute();
    }

    /** Takes a pool over, if nobody has since it was seen. */
    static Optional<Pool> take(Tx tx, String agent, Pool.Held seen, String node) {
        return tx.query("""
                UPDATE worker_pools SET node = :node, fence = fence + 1
                 WHERE tenant_id = :tenant AND agent = :agent AND node = :seen AND fence = :fence
                RETURNING *
                """)
                .bind("agent", agent)
                .bind("node", node)
                .bind("seen", seen.node())
                .bind("fence", seen.fence())
                .mapTo(StoredPool.class)
                .findOne()
                .map(row -> row.pool(tx.tenant()));
    }

    /** Locks a pool, if that node still sees to it. */
    static Optional<Pool> hold(Tx tx, String agent, Pool.Held held) {
        return tx.query("SELECT * FROM worker_pools" + ONE + " AND node = :node AND fence = :fence FOR UPDATE")
                .bind("agent", agent)
                .bind("node", held.node())
                .bind("fence", held.fence())
                .mapTo(StoredPool.class)
                .findOne()
                .map(row -> row.pool(tx.tenant()));
    }

    static Optional<Pool> find(Tx tx, String agent) {
        return tx.query("SELECT * FROM worker_pools" + ONE)
                .bind("agent", agent)
                .mapTo(StoredPool.class)
                .findOne()
                .map(row -> row.pool(tx.tenant()));
    }

    /** All of the tenant's. */
    static List<Pool> ofTenant(Tx tx) {
        return tx.query("SELECT * FROM worker_pools WHERE tenant_id = :tenant ORDER BY agent")
                .mapTo(StoredPool.class)
                .map(row -> row.pool(tx.tenant()))
                .list();
    }

    /** Inserts it, or replaces what is wanted. */
    static void put(Tx tx, Pool pool) {
        tx.update("""
                INSERT INTO worker_pools (tenant_id, agent, runtime, spec, fewest, most, replicas, created_at, updated_at)
                VALUES (:tenant, :agent, :runtime, CAST(:spec AS jsonb), :fewest, :most, :replicas, :createdAt, :updatedAt)
                ON CONFLICT (tenant_id, agent) DO UPDATE
                   SET spec = excluded.spec, fewest = excluded.fewest, most = excluded.most,
                       replicas = excluded.replicas, ending = false, problem = NULL, changes = worker_pools.changes + 1,
                       updated_at = excluded.updated_at
                """)
                .bind("agent", pool.agent())
                .bind("runtime", pool.spec().runtime())
                .bind("spec", StoredSpec.text(pool.spec()))
                .bind("fewest", pool.replicas().fewest())
                .bind("most", pool.replicas().most())
                .bind("replicas", pool.replicas().wanted())
                .bind("createdAt", pool.times().createdAt())
                .bind("updatedAt", pool.times().updatedAt())
                .execute();
    }

    /** What failed is tried again at once. */
    static void retry(Tx tx, String agent) {
        tx.update("UPDATE worker_generations SET failures = 0, retry_at = NULL" + ONE)
                .bind("agent", agent)
                .execute();
    }

    static int scale(Tx tx, String agent, int replicas, Instant now) {
        return tx.update("UPDATE worker_pools SET replicas = :replicas, changes = changes + 1, updated_at = :now" + ONE)
                .bind("agent", agent)
                .bind("replicas", replicas)
                .bind("now", now)
                .execute();
    }

    /** It is gone once its last worker is. */
    static int end(Tx tx, String agent, Instant now) {
        return tx.update("UPDATE worker_pools SET ending = true, changes = changes + 1, updated_at = :now" + ONE
                        + " AND NOT ending")
                .bind("agent", agent)
                .bind("now", now)
                .execute();
    }

    /** There is a reason to look. */
    static int touch(Tx tx, String agent) {
        return tx.update("UPDATE worker_pools SET changes = changes + 1" + ONE)
                .bind("agent", agent)
                .execute();
    }

    static void progress(Tx tx, String agent, long generation, @Nullable String problem) {
        tx.update("UPDATE worker_pools SET generation = :generation, problem = :problem" + ONE)
                .bind("agent", agent)
                .bind("generation", generation)
                .bind("problem", problem)
                .execute();
    }

    static void delete(Tx tx, String agent) {
        tx.update("DELETE FROM worker_pools" + ONE).bind("agent", agent).execute();
    }

    /** A row of {@code worker_generations}. */
    private record StoredGeneration(
            long number,
            String inputs,
            @Nullable Instant drainUntil,
            int failures,
            @Nullable Instant retryAt) {
        Launched launched() {
            return new Launched(
                    number, StoredSpec.inputs(inputs), new Launched.Failures(failures, retryAt), drainUntil);
        }
    }

    /** Those of an agent, the oldest first. */
    static List<Launched> generations(Tx tx, String agent) {
        return tx.query("""
                SELECT number, inputs::text AS inputs, drain_until, failures, retry_at FROM worker_generations
                 WHERE tenant_id = :tenant AND agent = :agent ORDER BY number
                """)
                .bind("agent", agent)
                .mapTo(StoredGeneration.class)
                .map(StoredGeneration::launched)
                .list();
    }

    static void begin(Tx tx, String agent, Launched launched, Instant now) {
        tx.update("""
                INSERT INTO worker_generations (tenant_id, agent, number, inputs, created_at)
                VALUES (:tenant, :agent, :number, CAST(:inputs AS jsonb), :now)
                """)
                .bind("agent", agent)
                .bind("number", launched.number())
                .bind("inputs", StoredSpec.text(launched.inputs()))
                .bind("now", now)
                .execute();
    }

    static void update(Tx tx, String agent, Launched launched) {
        tx.update("UPDATE worker_generations SET drain_until = :until, failures = :failures, retry_at = :retryAt"
                        + GENERATION)
                .bind("agent", agent)
                .bind("number", launched.number())
                .bind("until", launched.drainUntil())
                .bind("failures", launched.failures().inRow())
                .bind("retryAt", launched.failures().retryAt())
                .execute();
    }

    static void forget(Tx tx, String agent, long number) {
        tx.update("DELETE FROM worker_generations" + GENERATION)
                .bind("agent", agent)
                .bind("number", number)
                .execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM worker_pools WHERE tenant_id = :tenant").execute();
        tx.update("DELETE FROM worker_generations WHERE tenant_id = :tenant").execute();
    }
}
