// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.api.workers.WorkerState;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Page;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code workers}. */
final class WorkerStore {
    /** Of those that ended, so many of an agent are kept, with what they wrote. */
    private static final int KEPT = 20;

    private WorkerStore() {}

    /** A row of it. */
    private record StoredWorker(
            String workerId,
            String agent,
            long generation,
            String runtime,
            String name,
            String node,
            long credentialVersion,
            String state,
            boolean dismissed,
            Instant startedAt,
            @Nullable Instant readyAt,
            @Nullable Instant endedAt,
            @Nullable Integer exitCode,
            @Nullable String why,
            int restarts) {
        static StoredWorker of(Worker worker) {
            Worker.End end = worker.end();
            return new StoredWorker(
                    worker.id(),
                    worker.place().agent(),
                    worker.place().generation(),
                    worker.place().runtime(),
                    worker.place().name(),
                    worker.place().node(),
                    worker.version(),
                    worker.state().name().toLowerCase(Locale.ROOT),
                    worker.marks().dismissed(),
                    worker.times().startedAt(),
                    worker.times().readyAt(),
                    worker.times().endedAt(),
                    end == null ? null : end.exitCode(),
                    end == null ? null : end.why(),
                    worker.marks().restarts());
        }

        Worker worker() {
            return new Worker(
                    workerId,
                    new Worker.Place(agent, generation, runtime, name, node),
                    credentialVersion,
                    WorkerState.valueOf(state.toUpperCase(Locale.ROOT)),
                    new Worker.Times(startedAt, readyAt, endedAt),
                    endedAt == null ? null : new Worker.End(exitCode, why),
                    new Worker.Marks(dismissed, restarts));
        }
    }

    /** Those of an agent, also those that ended and are kept. */
    static List<Worker> ofAgent(Tx tx, String agent) {
        return tx.query("SELECT * FROM workers WHERE tenant_id = :tenant AND agent = :agent")
                .bind("agent", agent)
                .mapTo(StoredWorker.class)
                .map(StoredWorker::worker)
                .list();
    }

    /** How many of that generation are registered with LiveKit. */
    static int ready(Tx tx, String agent, long generation) {
        return tx.query("""
                SELECT count(*) FROM workers
                 WHERE tenant_id = :tenant AND agent = :agent AND generation = :generation AND state = 'ready'
                """)
                .bind("agent", agent)
                .bind("generation", generation)
                .mapTo(Integer.class)
                .one();
    }

    /** Those that are ready by one of these runtimes on another node than that. */
    static List<String> readyElsewhere(Tx tx, String node, List<String> runtimes) {
        return tx.query("""
                SELECT worker_id FROM workers
                 WHERE tenant_id = :tenant AND state = 'ready' AND node <> :node AND runtime = ANY (:runtimes)
                 ORDER BY worker_id
                """)
                .bind("node", node)
                .bindArray("runtimes", String.class, runtimes.toArray())
                .mapTo(String.class)
                .list();
    }

    /** How many of an agent have not ended. */
    static int live(Tx tx, String agent) {
        return tx.query(
                        "SELECT count(*) FROM workers WHERE tenant_id = :tenant AND agent = :agent AND state <> 'ended'")
                .bind("agent", agent)
                .mapTo(Integer.class)
                .one();
    }

    static Optional<Worker> find(Tx tx, String id) {
        return tx.query("SELECT * FROM workers WHERE tenant_id = :tenant AND worker_id = :id")
                .bind("id", id)
                .mapTo(StoredWorker.class)
                .findOne()
                .map(StoredWorker::worker);
    }

    /** Whether a worker that has not ended was started with that version. */
    static boolean uses(Tx tx, long credentialVersion) {
        return tx.query("""
                SELECT EXISTS (SELECT FROM workers
                                WHERE tenant_id = :tenant AND state <> 'ended' AND credential_version = :version)
                """)
                .bind("version", credentialVersion)
                .mapTo(Boolean.class)
                .one();
    }

    /** The newest first; null matches any. */
    static Page<Worker> page(Tx tx, @Nullable String agent, @Nullable WorkerState state, Page.Request page) {
        List<Worker> rows = tx.query("""
                SELECT * FROM workers
                 WHERE tenant_id = :tenant AND (CAST(:after AS text) IS NULL OR worker_id < :after)
                   AND (CAST(:agent AS text) IS NULL OR agent = :agent)
                   AND (CAST(:state AS text) IS NULL OR state = :state)
                 ORDER BY worker_id DESC LIMIT :limit
                """)
                .bind("after", page.after())
                .bind("agent", agent)
                .bind("state", state == null ? null : state.name().toLowerCase(Locale.ROOT))
                .bind("limit", page.limit() + 1)
                .mapTo(StoredWorker.class)
                .map(StoredWorker::worker)
                .list();
        return Page.of(rows, page.limit(), Worker::id);
    }

    /** Inserts it, or stores how it is now. */
    static void put(Tx tx, Worker worker) {
        tx.update("""
                INSERT INTO workers (tenant_id, worker_id, agent, generation, runtime, name, node, credential_version,
                                     state, dismissed, started_at, ready_at, ended_at, exit_code, why, restarts)
                VALUES (:tenant, :workerId, :agent, :generation, :runtime, :name, :node, :credentialVersion,
                        :state, :dismissed, :startedAt, :readyAt, :endedAt, :exitCode, :why, :restarts)
                ON CONFLICT (tenant_id, worker_id) DO UPDATE
                   SET node = excluded.node, state = excluded.state, ready_at = excluded.ready_at,
                       ended_at = excluded.ended_at, exit_code = excluded.exit_code, why = excluded.why,
                       restarts = excluded.restarts
                """, StoredWorker.of(worker)).execute();
    }

    /** Its end is wanted. */
    static void dismiss(Tx tx, String id) {
        tx.update("UPDATE workers SET dismissed = true WHERE tenant_id = :tenant AND worker_id = :id")
                .bind("id", id)
                .execute();
    }

    /** Those that end because nobody sees to their agent any more. */
    static void endAll(Tx tx, String agent, Instant now, String why) {
        tx.update("""
                UPDATE workers SET state = 'ended', ended_at = :now, why = :why
                 WHERE tenant_id = :tenant AND agent = :agent AND state <> 'ended'
                """).bind("agent", agent).bind("now", now).bind("why", why).execute();
    }

    /** Forgets all but the newest of those that ended, with what they wrote. */
    static void forget(Tx tx, String agent) {
        tx.update("""
                WITH old AS (
                    DELETE FROM workers
                     WHERE tenant_id = :tenant AND worker_id IN (
                           SELECT worker_id FROM workers
                            WHERE tenant_id = :tenant AND agent = :agent AND state = 'ended'
                            ORDER BY ended_at DESC, worker_id DESC OFFSET :kept)
                    RETURNING worker_id)
                DELETE FROM worker_logs USING old
                 WHERE worker_logs.tenant_id = :tenant AND worker_logs.worker_id = old.worker_id
                """).bind("agent", agent).bind("kept", KEPT).execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM workers WHERE tenant_id = :tenant").execute();
    }
}
