// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.api.calls.PhoneDirection;
import dev.stagedoor.api.calls.PhoneView;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.db.Hash;
import dev.stagedoor.db.Tx;
import dev.stagedoor.idempotency.Idempotency;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables {@code phone_calls} and {@code webhook_signatures}. */
final class PhoneCallStore {
    /** Longer than a call goes on to which one over the body alone, which never expires, could still admit somebody. */
    private static final Duration SIGNATURES_KEPT = Idempotency.KEPT;

    private static final String INSERT = """
        INSERT INTO phone_calls (tenant_id, call_id, direction, via, external_id, caller, called, trunk_id, created_at)
        VALUES (:tenant, :call, :direction, :via, :external, :caller, :called, :trunk, :now)
        ON CONFLICT (tenant_id, via, external_id)
        DO UPDATE SET call_id = excluded.call_id, created_at = excluded.created_at
         WHERE phone_calls.created_at > :replaceable
        """;

    private PhoneCallStore() {}

    /**
     * Stores the call; in place of an earlier one of the same id if that one began after {@code replaceable}. False if there
     * is an older one.
     */
    static boolean insert(Tx tx, PhoneCall call, Instant replaceable) {
        return tx.update(INSERT)
                        .bind("call", call.call())
                        .bind("direction", PhoneCall.INBOUND)
                        .bind("via", call.via())
                        .bind("external", call.externalId())
                        .bind("caller", call.caller())
                        .bind("called", call.called())
                        .bind("trunk", call.trunkId())
                        .bind("now", call.createdAt())
                        .bind("replaceable", replaceable)
                        .execute()
                == 1;
    }

    /** The call that was begun for that one. */
    static Optional<CallId> find(Tx tx, String via, String externalId) {
        return tx.query("""
                        SELECT call_id FROM phone_calls
                         WHERE tenant_id = :tenant AND via = :via AND external_id = :external
                        """)
                .bind("via", via)
                .bind("external", externalId)
                .mapTo(CallId.class)
                .findOne();
    }

    /** The phone's side of those calls that came in, with their numbers. */
    static Map<CallId, PhoneView> phonesOf(Tx tx, Set<CallId> calls) {
        return tx.query("""
                        SELECT call_id, caller, called FROM phone_calls
                         WHERE tenant_id = :tenant AND call_id = ANY (:calls)
                        """)
                .bindArray(
                        "calls", String.class, calls.stream().map(CallId::value).toArray())
                .map((row, context) -> Map.entry(
                        new CallId(row.getString("call_id")),
                        new PhoneView(
                                PhoneDirection.INBOUND,
                                row.getString("caller"),
                                row.getString("called"),
                                null,
                                null,
                                null,
                                null)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** How often that caller has called since then. */
    static long ofCaller(Tx tx, String caller, Instant since) {
        return tx.query("""
                        SELECT count(*) FROM phone_calls
                         WHERE tenant_id = :tenant AND caller = :caller AND created_at > :since
                        """)
                .bind("caller", caller)
                .bind("since", since)
                .mapTo(Long.class)
                .one();
    }

    /** How often that number was called since then. */
    static long toNumber(Tx tx, String called, Instant since) {
        return tx.query("""
                        SELECT count(*) FROM phone_calls
                         WHERE tenant_id = :tenant AND called = :called AND created_at > :since
                        """)
                .bind("called", called)
                .bind("since", since)
                .mapTo(Long.class)
                .one();
    }

    /** When a request with that signature was first answered. */
    static Optional<Instant> seen(Tx tx, Hash signature) {
        return tx.query("SELECT seen_at FROM webhook_signatures WHERE tenant_id = :tenant AND signature = :signature")
                .bind("signature", signature)
                .mapTo(Instant.class)
                .findOne();
    }

    /** A request with that signature is being answered; forgets those that are no longer valid. */
    static void see(Tx tx, Hash signature, Instant now) {
        tx.update("DELETE FROM webhook_signatures WHERE tenant_id = :tenant AND seen_at < :until")
                .bind("until", now.minus(SIGNATURES_KEPT))
                .execute();
        tx.update("""
                INSERT INTO webhook_signatures (tenant_id, signature, seen_at) VALUES (:tenant, :signature, :now)
                ON CONFLICT DO NOTHING
                """).bind("signature", signature).bind("now", now).execute();
    }

    static void delete(Tx tx, Collection<CallId> calls) {
        tx.update("DELETE FROM phone_calls WHERE tenant_id = :tenant AND call_id = ANY (:calls)")
                .bindArray(
                        "calls", String.class, calls.stream().map(CallId::value).toArray())
                .execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM phone_calls WHERE tenant_id = :tenant").execute();
        tx.update("DELETE FROM webhook_signatures WHERE tenant_id = :tenant").execute();
    }
}
