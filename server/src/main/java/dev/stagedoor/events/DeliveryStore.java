// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code webhook_deliveries}. */
final class DeliveryStore {
    private static final String COLUMNS = """
        seq, event_id, type, attempts, created_at, next_at, first_at, last_at, delivered_at, status, failure, answer,
        took_ms""";

    private static final String OF_ENDPOINT =
            " FROM webhook_deliveries WHERE tenant_id = :tenant AND endpoint_id = :id";

    private DeliveryStore() {}

    private record StoredDelivery(
            long seq,
            String eventId,
            String type,
            int attempts,
            Instant createdAt,
            @Nullable Instant nextAt,
            @Nullable Instant firstAt,
            @Nullable Instant lastAt,
            @Nullable Instant deliveredAt,
            @Nullable Integer status,
            @Nullable String failure,
            @Nullable String answer,
            @Nullable Long tookMs) {
        Delivery delivery() {
            return new Delivery(
                    seq,
                    eventId,
                    type,
                    attempts,
                    new Delivery.Times(createdAt, nextAt, firstAt, lastAt, deliveredAt),
                    tookMs == null
                            ? null
                            : new Delivery.Attempt(
                                    status, failure, answer == null ? "" : answer, Duration.ofMillis(tookMs), null));
        }
    }

    /** The longest due, unless an earlier one of its call is still to be delivered. */
    static Optional<Delivery> due(Tx tx, String endpoint, Instant now) {
        return tx.query("SELECT " + COLUMNS + """
                          FROM webhook_deliveries d
                         WHERE tenant_id = :tenant AND endpoint_id = :id AND next_at <= :now
                           AND NOT EXISTS (SELECT 1 FROM webhook_deliveries ahead
                                            WHERE ahead.tenant_id = d.tenant_id AND ahead.endpoint_id = d.endpoint_id
                                              AND ahead.subject = d.subject AND ahead.subject <> ''
                                              AND ahead.next_at IS NOT NULL AND ahead.seq < d.seq)
                         ORDER BY next_at, seq LIMIT 1
                        """)
                .bind("id", endpoint)
                .bind("now", now)
                .mapTo(StoredDelivery.class)
                .findOne()
                .map(StoredDelivery::delivery);
    }

    /** Where none is {@link #due}: those that are behind one which is tried again later are due when that one is. */
    static void postponeBehind(Tx tx, String endpoint, Instant now) {
        tx.update("""
                        UPDATE webhook_deliveries d SET next_at = ahead.next_at
                          FROM webhook_deliveries ahead
                         WHERE d.tenant_id = :tenant AND d.endpoint_id = :id AND d.next_at <= :now AND d.subject <> ''
                           AND ahead.tenant_id = :tenant AND ahead.endpoint_id = :id AND ahead.subject = d.subject
                           AND ahead.next_at > :now AND ahead.seq < d.seq
                        """).bind("id", endpoint).bind("now", now).execute();
    }

    /** After one that was tried before: those behind it are due at once. */
    static void advanceBehind(Tx tx, String endpoint, long seq, Instant now) {
        tx.update("""
                        UPDATE webhook_deliveries d SET next_at = :now
                          FROM webhook_deliveries done
                         WHERE d.tenant_id = :tenant AND d.endpoint_id = :id AND d.next_at > :now AND d.subject <> ''
                           AND done.tenant_id = :tenant AND done.endpoint_id = :id AND done.seq = :seq
                           AND d.subject = done.subject
                        """).bind("id", endpoint).bind("seq", seq).bind("now", now).execute();
    }

    /** Stores what an attempt came to; {@code nextAt} is null if it was delivered. */
    static void attempted(
            Tx tx, String endpoint, long seq, Delivery.Attempt attempt, Instant now, @Nullable Instant nextAt) {
        tx.update("""
                        UPDATE webhook_deliveries
                           SET attempts = attempts + 1, first_at = COALESCE(first_at, :now), last_at = :now,
                               next_at = :next, delivered_at = CAST(:delivered AS timestamptz),
                               status = :status, failure = :failure, answer = :answer, took_ms = :took
                         WHERE tenant_id = :tenant AND endpoint_id = :id AND seq = :seq
                        """)
                .bind("id", endpoint)
                .bind("seq", seq)
                .bind("now", now)
                .bind("next", nextAt)
                .bind("status", attempt.status())
                .bind("failure", attempt.failure())
                .bind("delivered", attempt.isDelivered() ? now : null)
                .bind("answer", attempt.answer())
                .bind("took", attempt.took().toMillis())
                .execute();
    }

    /** The newest first. */
    static Page<Delivery> page(Tx tx, String endpoint, Delivery.@Nullable State state, Page.Request page) {
        String inState = state == null
                ? ""
                : switch (state) {
                    case PENDING -> " AND next_at IS NOT NULL AND attempts = 0";
                    case RETRYING -> " AND next_at IS NOT NULL AND attempts > 0";
                    case DELIVERED -> " AND next_at IS NULL";
                };
        List<Delivery> rows = tx.query("SELECT " + COLUMNS + OF_ENDPOINT + " AND seq < :before" + inState
                        + " ORDER BY seq DESC LIMIT :rows")
                .bind("id", endpoint)
                .bind("before", EventStore.before(page.after()))
                .bind("rows", page.limit() + 1)
                .mapTo(StoredDelivery.class)
                .map(StoredDelivery::delivery)
                .list();
        return Page.of(rows, page.limit(), delivery -> String.valueOf(delivery.seq()));
    }

    static Optional<Delivery> find(Tx tx, String endpoint, String event) {
        return tx.query("SELECT " + COLUMNS + OF_ENDPOINT + " AND event_id = :event")
                .bind("id", endpoint)
                .bind("event", event)
                .mapTo(StoredDelivery.class)
                .findOne()
                .map(StoredDelivery::delivery);
    }

    /** It is due at once, and has a day again. */
    static void again(Tx tx, String endpoint, String event, Instant now) {
        tx.update("""
                        UPDATE webhook_deliveries SET next_at = :now, first_at = NULL, delivered_at = NULL
                         WHERE tenant_id = :tenant AND endpoint_id = :id AND event_id = :event
                        """)
                .bind("id", endpoint)
                .bind("event", event)
                .bind("now", now)
                .execute();
    }

    /** Deletes some of those from before that time; returns how many. */
    static int purge(Tx tx, Instant before, int most) {
        return tx.update("""
                        DELETE FROM webhook_deliveries
                         WHERE tenant_id = :tenant AND (endpoint_id, seq) IN (
                               SELECT endpoint_id, seq FROM webhook_deliveries
                                WHERE tenant_id = :tenant AND created_at < :before LIMIT :most)
                        """).bind("before", before).bind("most", most).execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM webhook_deliveries WHERE tenant_id = :tenant").execute();
    }
}
