package dev.stagedoor.calls;

import dev.stagedoor.api.calls.CallMode;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The table {@code calls}. */
final class CallStore {
    private CallStore() {}

    /** The key of a call that is to be looked at. */
    record Due(TenantId tenant, CallId id) {}

    static void insert(Tx tx, Call call, Instant nextAt) {
        tx.handle()
                .createUpdate("""
                    INSERT INTO calls (tenant_id, call_id, agent_slug, mode, user_id, room, session_id,
                                       conversation_id, credential_version, reserved_seconds, created_at,
                                       must_end_at, next_at)
                    VALUES (:tenant, :callId, :agentSlug, :modeName, :userId, :room, :sessionId, :conversationId,
                            :credentialVersion, :reservedSeconds, :createdAt, :mustEndAt, :nextAt)
                    """)
                .bind("tenant", tx.tenant().value())
                .bindMethods(call)
                .bind("callId", call.id().value())
                .bind("modeName", call.mode().name())
                .bind("reservedSeconds", call.reserved().toSeconds())
                .bind("nextAt", at(nextAt))
                .execute();
    }

    static Optional<Call> find(Tx tx, CallId id) {
        return tx.handle()
                .createQuery("SELECT * FROM calls WHERE tenant_id = :tenant AND call_id = :id")
                .bind("tenant", tx.tenant().value())
                .bind("id", id.value())
                .map((rs, ctx) -> call(rs))
                .findOne();
    }

    /** Newest first. */
    static Page<Call> list(Tx tx, Page.Request page) {
        List<Call> rows = tx.handle()
                .createQuery("""
                    SELECT * FROM calls
                     WHERE tenant_id = :tenant AND (:after::text IS NULL OR call_id < :after)
                     ORDER BY call_id DESC
                     LIMIT :limit
                    """)
                .bind("tenant", tx.tenant().value())
                .bind("after", page.after())
                .bind("limit", page.limit() + 1)
                .map((rs, ctx) -> call(rs))
                .list();
        return Page.of(rows, page.limit(), call -> call.id().value());
    }

    /** Marks it ended; false if it was already, so that it is settled once only. */
    static boolean end(Tx tx, CallId id, CallEnd why, Instant now) {
        return tx.handle()
                        .createUpdate("""
                            UPDATE calls SET ended_at = :now, end_reason = :why
                             WHERE tenant_id = :tenant AND call_id = :id AND ended_at IS NULL
                            """)
                        .bind("tenant", tx.tenant().value())
                        .bind("id", id.value())
                        .bind("why", why.name())
                        .bind("now", at(now))
                        .execute()
                == 1;
    }

    /** Whether an open call names that version of the LiveKit credential. */
    static boolean uses(Tx tx, long credentialVersion) {
        return tx.handle()
                .createQuery("""
                    SELECT EXISTS (SELECT FROM calls
                                    WHERE tenant_id = :tenant AND ended_at IS NULL AND credential_version = :version)
                    """)
                .bind("tenant", tx.tenant().value())
                .bind("version", credentialVersion)
                .mapTo(Boolean.class)
                .one();
    }

    /** As the role that sees ids and times only. */
    static List<Due> due(Handle handle, Instant now, Set<TenantId> except, int limit) {
        return handle.createQuery("""
            SELECT tenant_id, call_id FROM calls
             WHERE ended_at IS NULL AND next_at <= :now AND tenant_id <> ALL (:except)
             ORDER BY next_at LIMIT :limit
            """)
                .bind("now", at(now))
                .bindArray(
                        "except",
                        String.class,
                        except.stream().map(TenantId::value).toArray())
                .bind("limit", limit)
                .map((rs, ctx) -> new Due(new TenantId(rs.getString("tenant_id")), new CallId(rs.getString("call_id"))))
                .list();
    }

    /** Takes the look upon this node: moves its time, if it is still due. */
    static boolean take(Tx tx, CallId id, Instant now, Instant nextAt) {
        return tx.handle()
                        .createUpdate("""
                            UPDATE calls SET next_at = :nextAt
                             WHERE tenant_id = :tenant AND call_id = :id AND ended_at IS NULL AND next_at <= :now
                            """)
                        .bind("tenant", tx.tenant().value())
                        .bind("id", id.value())
                        .bind("now", at(now))
                        .bind("nextAt", at(nextAt))
                        .execute()
                == 1;
    }

    private static Call call(ResultSet rs) throws SQLException {
        String end = rs.getString("end_reason");
        OffsetDateTime endedAt = rs.getObject("ended_at", OffsetDateTime.class);
        return new Call(
                new CallId(rs.getString("call_id")),
                rs.getString("agent_slug"),
                CallMode.valueOf(rs.getString("mode")),
                rs.getString("user_id"),
                rs.getString("room"),
                rs.getString("session_id"),
                rs.getString("conversation_id"),
                rs.getLong("credential_version"),
                Duration.ofSeconds(rs.getLong("reserved_seconds")),
                instant(rs, "created_at"),
                instant(rs, "must_end_at"),
                endedAt == null ? null : endedAt.toInstant(),
                end == null ? null : CallEnd.valueOf(end));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
