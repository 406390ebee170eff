package dev.stagedoor.dispatch;

import dev.stagedoor.db.Tx;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables {@code dispatches} and {@code dispatch_receipts}. */
final class DispatchRowStore {
    private DispatchRowStore() {}

    /** As the role that sees ids and times only. */
    static List<DispatchStore.Due> due(Handle handle, Instant now, int limit) {
        return handle.createQuery("""
            SELECT tenant_id, dispatch_id FROM dispatches
             WHERE status NOT IN ('completed', 'failed') AND next_at <= :now AND lease_until <= :now
             ORDER BY next_at
             LIMIT :limit
            """)
                .bind("now", at(now))
                .bind("limit", limit)
                .map((rs, ctx) -> new DispatchStore.Due(
                        new TenantId(rs.getString("tenant_id")), new DispatchId(rs.getString("dispatch_id"))))
                .list();
    }

    static Optional<DispatchStore.Lease> take(Tx tx, DispatchId id, Instant now, Instant until) {
        return tx.handle()
                .createQuery("""
                    UPDATE dispatches d SET fence = fence + 1, lease_until = :until
                     WHERE tenant_id = :tenant AND dispatch_id = :id
                       AND status NOT IN ('completed', 'failed') AND lease_until <= :now
                       AND (asked IS NOT NULL OR (state->'spec'->>'deadline')::timestamptz <= :now
                            OR NOT EXISTS (SELECT FROM dispatches e
                                            WHERE e.tenant_id = :tenant AND e.dispatch_id = ANY (d.waits_for)
                                              AND e.status NOT IN ('completed', 'failed')))
                    RETURNING state, fence, asked, waits_for <> '{}' AS waited
                    """)
                .bind("tenant", tx.tenant().value())
                .bind("id", id.value())
                .bind("now", at(now))
                .bind("until", at(until))
                .map((rs, ctx) -> rs.getBoolean("waited") ? afterWaiting(tx, lease(tx, rs)) : lease(tx, rs))
                .findOne();
    }

    /** What it waited for had not ended when it was asked for. */
    private static DispatchStore.Lease afterWaiting(Tx tx, DispatchStore.Lease lease) {
        DispatchSpec spec = lease.dispatch().spec();
        Dispatch knowing = lease.dispatch().after(earlierEndedAt(tx, spec.room(), spec.agentName()));
        return new DispatchStore.Lease(knowing, lease.fence(), lease.asked(), lease.epoch());
    }

    static Optional<DispatchStore.Lease> save(Tx tx, long fence, Dispatch next, Instant nextAt, Instant leaseUntil) {
        return tx.handle()
                .createQuery("""
                    UPDATE dispatches
                       SET status = :status, state = :state::jsonb, next_at = :nextAt, lease_until = :leaseUntil,
                           ended_at = :endedAt
                     WHERE tenant_id = :tenant AND dispatch_id = :id AND fence = :fence
                    RETURNING state, fence, asked
                    """)
                .bind("tenant", tx.tenant().value())
                .bind("id", next.id().value())
                .bind("fence", fence)
                .bind("status", next.status().wire())
                .bind("state", Json.text(next))
                .bind("nextAt", at(nextAt))
                .bind("leaseUntil", at(leaseUntil))
                .bind("endedAt", next.endedAt() == null ? null : at(next.endedAt()))
                .map((rs, ctx) -> lease(tx, rs))
                .findOne();
    }

    /**
     * Inserts a dispatch with fence 1; the inserting node holds it until {@code leaseUntil}. It is not taken before those
     * it waits for are over, unless to be ended.
     */
    static void insert(Tx tx, Dispatch dispatch, Instant leaseUntil, List<DispatchId> waitsFor) {
        DispatchSpec spec = dispatch.spec();
        tx.handle()
                .createUpdate("""
                    INSERT INTO dispatches (tenant_id, dispatch_id, room, agent_name, call_id, status, state,
                                            waits_for, next_at, lease_until, fence, created_at)
                    VALUES (:tenant, :id, :room, :agentName, :callId, :status, :state::jsonb,
                            :waitsFor, :createdAt, :leaseUntil, 1, :createdAt)
                    """)
                .bind("tenant", tx.tenant().value())
                .bind("id", dispatch.id().value())
                .bind("room", spec.room())
                .bind("agentName", spec.agentName())
                .bind("callId", spec.callId())
                .bind("status", dispatch.status().wire())
                .bind("state", Json.text(dispatch))
                .bindArray(
                        "waitsFor",
                        String.class,
                        waitsFor.stream().map(DispatchId::value).toArray())
                .bind("createdAt", at(spec.createdAt()))
                .bind("leaseUntil", at(leaseUntil))
                .execute();
    }

    /** The live one that nobody wants ended. */
    static Optional<Dispatch> live(Tx tx, String room, String agentName) {
        return tx.handle()
                .createQuery("""
                    SELECT state FROM dispatches
                     WHERE tenant_id = :tenant AND room = :room AND agent_name = :agentName
                       AND status NOT IN ('ending', 'completed', 'failed') AND asked IS NULL
                    """)
                .bind("tenant", tx.tenant().value())
                .bind("room", room)
                .bind("agentName", agentName)
                .map((rs, ctx) -> dispatch(rs))
                .findOne();
    }

    /** Those of the room and agent name that are not over. */
    static List<DispatchId> unfinished(Tx tx, String room, String agentName) {
        return tx.handle()
                .createQuery("""
                    SELECT dispatch_id FROM dispatches
                     WHERE tenant_id = :tenant AND room = :room AND agent_name = :agentName
                       AND status NOT IN ('completed', 'failed')
                    """)
                .bind("tenant", tx.tenant().value())
                .bind("room", room)
                .bind("agentName", agentName)
                .map((rs, ctx) -> new DispatchId(rs.getString("dispatch_id")))
                .list();
    }

    /** When the last dispatch of that room and agent name ended. */
    static @Nullable Instant earlierEndedAt(Tx tx, String room, String agentName) {
        return tx.handle()
                .createQuery("""
                    SELECT max(ended_at) AS ended_at FROM dispatches
                     WHERE tenant_id = :tenant AND room = :room AND agent_name = :agentName
                    """)
                .bind("tenant", tx.tenant().value())
                .bind("room", room)
                .bind("agentName", agentName)
                .map((rs, ctx) -> Optional.ofNullable(rs.getObject("ended_at", OffsetDateTime.class)))
                .one()
                .map(OffsetDateTime::toInstant)
                .orElse(null);
    }

    static Optional<Dispatch> find(Tx tx, DispatchId id) {
        return tx.handle()
                .createQuery("SELECT state FROM dispatches WHERE tenant_id = :tenant AND dispatch_id = :id")
                .bind("tenant", tx.tenant().value())
                .bind("id", id.value())
                .map((rs, ctx) -> dispatch(rs))
                .findOne();
    }

    static List<Dispatch> ofCall(Tx tx, String callId) {
        return tx.handle()
                .createQuery("""
                    SELECT state FROM dispatches WHERE tenant_id = :tenant AND call_id = :callId
                     ORDER BY dispatch_id
                    """)
                .bind("tenant", tx.tenant().value())
                .bind("callId", callId)
                .map((rs, ctx) -> dispatch(rs))
                .list();
    }

    static boolean uses(Tx tx, long credentialVersion) {
        return tx.handle()
                .createQuery("""
                    SELECT EXISTS (SELECT FROM dispatches
                                    WHERE tenant_id = :tenant AND status NOT IN ('completed', 'failed')
                                      AND (state->'spec'->>'credential_version')::bigint = :version)
                    """)
                .bind("tenant", tx.tenant().value())
                .bind("version", credentialVersion)
                .mapTo(Boolean.class)
                .one();
    }

    /** Newest first. */
    static Page<Dispatch> list(Tx tx, Page.Request page, @Nullable String status) {
        List<Dispatch> rows = tx.handle()
                .createQuery("""
                    SELECT state FROM dispatches
                     WHERE tenant_id = :tenant
                       AND (:after::text IS NULL OR dispatch_id < :after)
                       AND (:status::text IS NULL OR status = :status)
                     ORDER BY dispatch_id DESC
                     LIMIT :limit
                    """)
                .bind("tenant", tx.tenant().value())
                .bind("after", page.after())
                .bind("status", status)
                .bind("limit", page.limit() + 1)
                .map((rs, ctx) -> dispatch(rs))
                .list();
        return Page.of(rows, page.limit(), dispatch -> dispatch.id().value());
    }

    /** Asks whoever drives it to end it; the first reason asked stays. True if it was live. */
    static boolean ask(Tx tx, DispatchId id, EndReason reason, Instant now) {
        return tx.handle()
                        .createUpdate("""
                            UPDATE dispatches SET asked = coalesce(asked, :reason), next_at = least(next_at, :now)
                             WHERE tenant_id = :tenant AND dispatch_id = :id
                               AND status NOT IN ('completed', 'failed')
                            """)
                        .bind("tenant", tx.tenant().value())
                        .bind("id", id.value())
                        .bind("reason", reason.name())
                        .bind("now", at(now))
                        .execute()
                == 1;
    }

    static void append(Tx tx, DispatchId id, List<Receipt> lines) {
        for (Receipt line : lines) {
            tx.handle()
                    .createUpdate("""
                        INSERT INTO dispatch_receipts (tenant_id, dispatch_id, line, at, status, attempt, identity, reason)
                        SELECT :tenant, :id, coalesce(max(line), 0) + 1, :at, :status, :attempt, :identity, :reason
                          FROM dispatch_receipts WHERE tenant_id = :tenant AND dispatch_id = :id
                        """)
                    .bind("tenant", tx.tenant().value())
                    .bind("id", id.value())
                    .bind("at", at(line.at()))
                    .bind("status", line.status().name())
                    .bind("attempt", line.attempt())
                    .bind("identity", line.identity())
                    .bind("reason", line.reason() == null ? null : line.reason().name())
                    .execute();
        }
    }

    /** The lines of the receipt after the first {@code seen}. */
    static List<Receipt> receipt(Tx tx, DispatchId id, int seen) {
        return tx.handle()
                .createQuery("""
                    SELECT at, status, attempt, identity, reason FROM dispatch_receipts
                     WHERE tenant_id = :tenant AND dispatch_id = :id AND line > :seen
                     ORDER BY line
                    """)
                .bind("tenant", tx.tenant().value())
                .bind("id", id.value())
                .bind("seen", seen)
                .map((rs, ctx) -> new Receipt(
                        rs.getObject("at", OffsetDateTime.class).toInstant(),
                        Status.valueOf(rs.getString("status")),
                        rs.getInt("attempt"),
                        rs.getString("identity"),
                        reason(rs.getString("reason"))))
                .list();
    }

    private static DispatchStore.Lease lease(Tx tx, ResultSet rs) throws SQLException {
        return new DispatchStore.Lease(dispatch(rs), rs.getLong("fence"), reason(rs.getString("asked")), tx.epoch());
    }

    private static @Nullable EndReason reason(@Nullable String name) {
        return name == null ? null : EndReason.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static Dispatch dispatch(ResultSet rs) throws SQLException {
        return Json.read(rs.getString("state"), Dispatch.class);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
