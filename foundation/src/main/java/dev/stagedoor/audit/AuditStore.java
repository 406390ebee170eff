package dev.stagedoor.audit;

import dev.stagedoor.db.Hash;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The SQL that reads entries. */
final class AuditStore {
    private static final String SELECT = """
        SELECT tenant_id, seq, entry_id, at, action, actor, target, request_id, detail, prev_hash, hash
          FROM audit_entries
         WHERE tenant_id = :tenant AND seq BETWEEN :first AND :last
           AND (:action::text IS NULL OR action = :action)
           AND (:actor::text IS NULL OR actor = :actor)
           AND (:target::text IS NULL OR target = :target)
           AND (:from::timestamptz IS NULL OR at >= :from)
           AND (:to::timestamptz IS NULL OR at < :to)
         ORDER BY seq %s
         LIMIT :limit\
        """;
    private static final String OLDEST_FIRST = SELECT.formatted("ASC");
    private static final String NEWEST_FIRST = SELECT.formatted("DESC");

    private AuditStore() {}

    /** At most {@code limit} entries that match, between two places of the tenant's chain. */
    static List<Entry> between(Tx tx, AuditQuery query, long first, long last, int limit) {
        try (Query select = tx.handle().createQuery(query.oldestFirst() ? OLDEST_FIRST : NEWEST_FIRST)) {
            return select.bind("tenant", tx.tenant().value())
                    .bind("first", first)
                    .bind("last", last)
                    .bind("action", query.action())
                    .bind("actor", query.actor())
                    .bind("target", query.target())
                    .bind("from", time(query.from()))
                    .bind("to", time(query.to()))
                    .bind("limit", limit)
                    .map((rs, ctx) -> entry(rs))
                    .list();
        }
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    static Entry entry(ResultSet rs) throws SQLException {
        Draft draft = new Draft(
                rs.getString("entry_id"),
                rs.getObject("at", OffsetDateTime.class).toInstant(),
                rs.getString("action"),
                rs.getString("actor"),
                rs.getString("target"),
                rs.getString("request_id"),
                rs.getString("detail"));
        return new Entry(
                new TenantId(rs.getString("tenant_id")),
                rs.getLong("seq"),
                draft,
                Hash.of(rs.getBytes("prev_hash")),
                Hash.of(rs.getBytes("hash")));
    }
}
