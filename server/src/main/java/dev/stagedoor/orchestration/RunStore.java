// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.budgets.TokenUsage;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.StoredJson;
import dev.stagedoor.json.StoredWord;
import dev.stagedoor.json.UnreadableStored;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.orchestration.pattern.Activity;
import dev.stagedoor.orchestration.pattern.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables {@code runs} and {@code run_steps}. */
final class RunStore {
    private static final Logger LOG = LoggerFactory.getLogger(RunStore.class);

    private RunStore() {}

    private record StoredRun(
            String runId,
            String pattern,
            String status,
            @Nullable String definition,
            boolean collects,
            boolean resumes,
            boolean limited,
            String userId,
            String profileId,
            long profileVersion,
            String provider,
            String node,
            long fence,
            boolean cancelAsked,
            @Nullable String error,
            @Nullable String detail,
            Instant createdAt,
            @Nullable Instant endedAt) {
        Run run(Tx tx) {
            return new Run(
                    tx.tenant(),
                    runId,
                    definition == null
                            ? Definition.unread(StoredWord.read(Definition.Kind.class, Definition.Kind::wire, pattern))
                            : StoredJson.read(definition, StoredDefinition.class)
                                    .definition(),
                    new Run.Options(collects, resumes, limited),
                    new Run.Taken(userId, profileId, profileVersion, provider, node, fence),
                    new Run.State(
                            StoredWord.read(RunStatus.class, RunStatus::wire, status),
                            cancelAsked,
                            error,
                            detail,
                            endedAt),
                    createdAt);
        }
    }

    private record StoredAnswer(
            @JsonProperty("text") String text,
            @JsonProperty("form") @Nullable JsonNode form,
            @JsonProperty("millis") long millis,
            @JsonProperty("error") @Nullable String error) {
        static StoredAnswer of(Answer answer) {
            return new StoredAnswer(answer.text(), answer.form(), answer.took().toMillis(), answer.error());
        }

        Answer answer(String key, @Nullable String stop) {
            JsonNode given = form == null || form.isNull() ? null : form;
            return new Answer(key, text, given, Duration.ofMillis(millis), error, stop);
        }
    }

    private record StoredStep(
            int position,
            String stepKey,
            String agent,
            String activity,
            String answer,
            @Nullable String stopReason,
            long inputTokens,
            long outputTokens,
            long cacheWrittenTokens,
            long cacheReadTokens,
            long costMicros,
            Instant endedAt) {
        RunStep step() {
            return new RunStep(
                    position,
                    agent,
                    StoredWord.read(Activity.class, Activity::started, activity),
                    StoredJson.read(answer, StoredAnswer.class).answer(stepKey, stopReason),
                    new TokenUsage(inputTokens, outputTokens, cacheWrittenTokens, cacheReadTokens),
                    costMicros,
                    endedAt);
        }
    }

    static void insert(Tx tx, Run run, Instant leaseUntil) {
        Run.Taken taken = run.lease();
        tx.update("""
                        INSERT INTO runs (tenant_id, run_id, pattern, status, definition, collects, resumes, limited, user_id,
                                          profile_id, profile_version, provider, node, fence, lease_until, created_at)
                        VALUES (:tenant, :id, :pattern, :status, :definition::jsonb, :collects, :resumes, :limited, :user,
                                :profile, :version, :provider, :node, :fence, :leaseUntil, :createdAt)
                        """)
                .bind("id", run.id())
                .bind("pattern", run.definition().kind().wire())
                .bind("status", run.state().status().wire())
                .bind("definition", StoredJson.text(StoredDefinition.of(run.definition())))
                .bind("collects", run.options().collects())
                .bind("resumes", run.options().resumes())
                .bind("limited", run.options().limited())
                .bind("user", taken.userId())
                .bind("profile", taken.profileId())
                .bind("version", taken.profileVersion())
                .bind("provider", taken.provider())
                .bind("node", taken.node())
                .bind("fence", taken.fence())
                .bind("leaseUntil", leaseUntil)
                .bind("createdAt", run.createdAt())
                .execute();
    }

    static Optional<Run> find(Tx tx, String id) {
        return tx.query("SELECT * FROM runs WHERE tenant_id = :tenant AND run_id = :id")
                .bind("id", id)
                .mapTo(StoredRun.class)
                .findOne()
                .map(row -> row.run(tx));
    }

    static Optional<Boolean> isRunning(Tx tx, String id) {
        return tx.query("SELECT status = 'running' FROM runs WHERE tenant_id = :tenant AND run_id = :id")
                .bind("id", id)
                .mapTo(Boolean.class)
                .findOne();
    }

    /** Without their tasks and agents, since these may be megabytes of each run. */
    static Page<Run> list(Tx tx, Page.Request page, RunFilter filter) {
        List<Run> rows = tx
                .query("""
                        SELECT run_id, pattern, status, NULL AS definition, collects, resumes, limited, user_id, profile_id,
                               profile_version, provider, node, fence, cancel_asked, error, detail, created_at, ended_at
                          FROM runs
                         WHERE tenant_id = :tenant AND (:after = '' OR run_id < :after)
                           AND (:status = '' OR status = :status)
                           AND (:pattern = '' OR pattern = :pattern)
                           AND (:user::text IS NULL OR user_id = :user)
                           AND (:from::timestamptz IS NULL OR created_at >= :from)
                           AND (:to::timestamptz IS NULL OR created_at < :to)
                         ORDER BY run_id DESC
                         LIMIT :limit
                        """)
                .bind("after", page.after() == null ? "" : page.after())
                .bind("status", filter.status() == null ? "" : filter.status().wire())
                .bind(
                        "pattern",
                        filter.pattern() == null ? "" : filter.pattern().wire())
                .bind("user", filter.user())
                .bind("from", filter.from())
                .bind("to", filter.to())
                .bind("limit", page.limit() + 1)
                .mapTo(StoredRun.class)
                .stream()
                .flatMap(row -> UnreadableStored.orSkip(LOG, row.runId(), () -> row.run(tx)).stream())
                .toList();
        return Page.of(rows, page.limit(), Run::id);
    }

    /** Holds runs for their fences until the transaction ends; without those that another node has taken, or have ended. */
    static Set<String> hold(Tx tx, Collection<Run> runs) {
        return Set.copyOf(tx.query("""
                        SELECT run_id
                          FROM runs JOIN unnest(:ids, :fences) AS mine (run_id, fence) USING (run_id, fence)
                         WHERE tenant_id = :tenant AND status = 'running'
                         ORDER BY run_id
                           FOR UPDATE OF runs
                        """)
                .bindArray("ids", String.class, runs.stream().map(Run::id).toList())
                .bindArray(
                        "fences",
                        Long.class,
                        runs.stream().map(run -> run.lease().fence()).toList())
                .mapTo(String.class)
                .list());
    }

    /** Prolongs a lease; false if it is lost. */
    static boolean renew(Tx tx, String id, long fence, Instant until) {
        return tx.update("""
                        UPDATE runs SET lease_until = :until
                         WHERE tenant_id = :tenant AND run_id = :id AND fence = :fence AND status = 'running'
                        """)
                        .bind("id", id)
                        .bind("fence", fence)
                        .bind("until", until)
                        .execute()
                == 1;
    }

    /** Whose run it is. */
    record Which(TenantId tenant, String id) {}

    /** The runs of that node that are to stop, of all tenants. */
    static List<Which> cancelled(Handle handle, String node) {
        return handle.createQuery("""
                        SELECT tenant_id, run_id FROM runs
                         WHERE node = :node AND status = 'running' AND cancel_asked
                        """)
                .bind("node", node)
                .map((rs, context) -> new Which(new TenantId(rs.getString(1)), rs.getString(2)))
                .list();
    }

    /** Takes a run whose lease is over; empty if another node was faster. */
    static Optional<Run> take(Tx tx, String id, String node, Instant now, Instant until) {
        return tx.query("""
                        UPDATE runs SET node = :node, fence = fence + 1, lease_until = :until
                         WHERE tenant_id = :tenant AND run_id = :id AND status = 'running' AND lease_until <= :now
                        RETURNING *
                        """)
                .bind("id", id)
                .bind("node", node)
                .bind("now", now)
                .bind("until", until)
                .mapTo(StoredRun.class)
                .findOne()
                .map(row -> row.run(tx));
    }

    /** It goes on with a newer version of its profile's secret. */
    static void renewed(Tx tx, String id, long profileVersion) {
        tx.update("UPDATE runs SET profile_version = :version WHERE tenant_id = :tenant AND run_id = :id")
                .bind("id", id)
                .bind("version", profileVersion)
                .execute();
    }

    /** A node that shuts down releases its run, so that another can take it at once. */
    static void release(Tx tx, String id, long fence, Instant now) {
        tx.update("""
                        UPDATE runs SET lease_until = :now
                         WHERE tenant_id = :tenant AND run_id = :id AND fence = :fence AND status = 'running'
                        """).bind("id", id).bind("fence", fence).bind("now", now).execute();
    }

    static void askToCancel(Tx tx, String id) {
        tx.update("UPDATE runs SET cancel_asked = true WHERE tenant_id = :tenant AND run_id = :id")
                .bind("id", id)
                .execute();
    }

    static void end(Tx tx, Run run, Run.State state) {
        if (run.definition().hasImages()) {
            dropImages(tx, run.id());
        }
        tx.update("""
                        UPDATE runs SET status = :status, error = :error, detail = :detail, ended_at = :endedAt
                         WHERE tenant_id = :tenant AND run_id = :id
                        """)
                .bind("id", run.id())
                .bind("status", state.status().wire())
                .bind("error", state.error())
                .bind("detail", state.detail())
                .bind("endedAt", state.endedAt())
                .execute();
    }

    /** Forgets the images of a run that is over: nothing shows them, and nobody will ask a model about them. */
    private static void dropImages(Tx tx, String id) {
        tx.update("""
                        UPDATE runs
                           SET definition = jsonb_set(definition, '{task}', (
                                   SELECT jsonb_agg(part - 'data' ORDER BY place)
                                     FROM jsonb_array_elements(definition -> 'task') WITH ORDINALITY AS parts (part, place)))
                         WHERE tenant_id = :tenant AND run_id = :id
                        """).bind("id", id).execute();
    }

    static void insert(Tx tx, String id, RunStep step) {
        tx.update("""
                        INSERT INTO run_steps (tenant_id, run_id, position, step_key, agent, activity, answer, stop_reason,
                                               input_tokens, output_tokens, cache_written_tokens, cache_read_tokens,
                                               cost_micros, ended_at)
                        VALUES (:tenant, :id, :position, :key, :agent, :activity, :answer, :stop,
                                :input, :output, :written, :read, :cost, :endedAt)
                        """)
                .bind("id", id)
                .bind("position", step.position())
                .bind("key", step.answer().key())
                .bind("agent", step.agent())
                .bind("activity", step.activity().started())
                .bind("answer", StoredJson.text(StoredAnswer.of(step.answer())))
                .bind("stop", step.answer().stop())
                .bind("input", step.usage().input())
                .bind("output", step.usage().output())
                .bind("written", step.usage().cacheWritten())
                .bind("read", step.usage().cacheRead())
                .bind("cost", step.costMicros())
                .bind("endedAt", step.endedAt())
                .execute();
    }

    private record StoredSum(String runId, long input, long output, long written, long read, long cost) {
        Execution.Spent spent() {
            return new Execution.Spent(new TokenUsage(input, output, written, read), cost);
        }
    }

    /** What the calls of each of those runs have used so far; nothing of a run without calls. */
    static Map<String, Execution.Spent> spent(Tx tx, List<String> ids) {
        return tx.query("""
                        SELECT run_id, sum(input_tokens)::bigint AS input, sum(output_tokens)::bigint AS output,
                               sum(cache_written_tokens)::bigint AS written, sum(cache_read_tokens)::bigint AS read,
                               sum(cost_micros)::bigint AS cost
                          FROM run_steps
                         WHERE tenant_id = :tenant AND run_id = ANY (:ids)
                         GROUP BY run_id
                        """).bindArray("ids", String.class, ids).mapTo(StoredSum.class).stream()
                .collect(Collectors.toMap(StoredSum::runId, StoredSum::spent));
    }

    static List<RunStep> steps(Tx tx, String id) {
        return tx
                .query("SELECT * FROM run_steps WHERE tenant_id = :tenant AND run_id = :id ORDER BY position")
                .bind("id", id)
                .mapTo(StoredStep.class)
                .list()
                .stream()
                .map(StoredStep::step)
                .toList();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM runs WHERE tenant_id = :tenant").execute();
    }
}
