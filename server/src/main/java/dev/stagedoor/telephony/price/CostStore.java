// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import dev.stagedoor.api.calls.CostKind;
import dev.stagedoor.api.calls.PhoneDirection;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.db.Tx;
import dev.stagedoor.jobs.DueTable;
import dev.stagedoor.json.StoredWord;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables {@code phone_costs} and {@code phone_spend}. */
final class CostStore {
    /** Where the job finds costs to settle. */
    static final DueTable DUE = new DueTable("phone_costs", "leg_id", "due_at", "settled_at IS NULL");

    private static final String SELECT = """
        SELECT leg_id, call_id, kind, prefix, per_minute_micros, fee_micros, minimum_seconds, step_seconds, longest_seconds,
               held_micros, begun_at, seconds, billed_seconds, cost_micros
          FROM phone_costs WHERE tenant_id = :tenant AND\s""";

    private CostStore() {}

    /** A row of {@code phone_costs}. */
    record StoredCost(
            String legId,
            CallId callId,
            String kind,
            String prefix,
            long perMinuteMicros,
            long feeMicros,
            int minimumSeconds,
            int stepSeconds,
            long longestSeconds,
            long heldMicros,
            Instant begunAt,
            @Nullable Long seconds,
            @Nullable Long billedSeconds,
            @Nullable Long costMicros) {
        Cost cost() {
            CostKind what = StoredWord.read(CostKind.class, CostKind::name, kind);
            return new Cost(
                    new Cost.Of(legId, callId, what),
                    new Price(
                            what == CostKind.INBOUND ? PhoneDirection.INBOUND : PhoneDirection.OUTBOUND,
                            prefix,
                            perMinuteMicros,
                            feeMicros,
                            new Price.Increment(minimumSeconds, stepSeconds)),
                    Duration.ofSeconds(longestSeconds),
                    heldMicros,
                    begunAt,
                    settled());
        }

        private Cost.@Nullable Settled settled() {
            return seconds == null || billedSeconds == null || costMicros == null
                    ? null
                    : new Cost.Settled(seconds, billedSeconds, costMicros);
        }
    }

    static void insert(Tx tx, Cost cost, Instant dueAt) {
        Price price = cost.price();
        tx.update("""
                INSERT INTO phone_costs (tenant_id, leg_id, call_id, kind, prefix, per_minute_micros, fee_micros,
                                         minimum_seconds, step_seconds, longest_seconds, held_micros, begun_at, due_at)
                VALUES (:tenant, :leg, :call, :kind, :prefix, :perMinute, :fee,
                        :minimum, :step, :longest, :held, :begun, :due)
                """)
                .bind("leg", cost.of().leg())
                .bind("call", cost.of().call())
                .bind("kind", cost.of().kind().name())
                .bind("prefix", price.prefix())
                .bind("perMinute", price.perMinute())
                .bind("fee", price.fee())
                .bind("minimum", price.increment().minimum())
                .bind("step", price.increment().step())
                .bind("longest", cost.longest().toSeconds())
                .bind("held", cost.held())
                .bind("begun", cost.begunAt())
                .bind("due", dueAt)
                .execute();
    }

    /** One that is not settled. */
    static Optional<Cost> open(Tx tx, String leg) {
        return tx.query(SELECT + "leg_id = :leg AND settled_at IS NULL")
                .bind("leg", leg)
                .mapTo(StoredCost.class)
                .findOne()
                .map(StoredCost::cost);
    }

    /** Of all legs of these calls, in the order in which they began. */
    static List<Cost> ofCalls(Tx tx, Set<CallId> calls) {
        return tx.query(SELECT + "call_id = ANY (:calls) ORDER BY begun_at, leg_id")
                .bindArray(
                        "calls", String.class, calls.stream().map(CallId::value).toArray())
                .mapTo(StoredCost.class)
                .map(StoredCost::cost)
                .list();
    }

    /** Settles it, if nobody has: false then. */
    static boolean settle(Tx tx, String leg, Cost.Settled settled, Instant now) {
        return tx.update("""
                UPDATE phone_costs
                   SET settled_at = :now, held_micros = 0, seconds = :seconds, billed_seconds = :billed, cost_micros = :micros
                 WHERE tenant_id = :tenant AND leg_id = :leg AND settled_at IS NULL
                """)
                        .bind("leg", leg)
                        .bind("seconds", settled.seconds())
                        .bind("billed", settled.billed())
                        .bind("micros", settled.micros())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** It may be over. */
    static int due(Tx tx, String leg, Instant now) {
        return tx.update("""
                UPDATE phone_costs SET due_at = :now WHERE tenant_id = :tenant AND leg_id = :leg AND settled_at IS NULL
                """).bind("leg", leg).bind("now", now).execute();
    }

    /** Its call is over, and so may be what came in or was handed over in it. */
    static int dueOfCall(Tx tx, CallId call, Instant now) {
        return tx.update("""
                UPDATE phone_costs SET due_at = :now
                 WHERE tenant_id = :tenant AND call_id = :call AND kind <> 'OUTBOUND' AND settled_at IS NULL
                """).bind("call", call).bind("now", now).execute();
    }

    /** Claims the look for this node, if it is still due. */
    static boolean take(Tx tx, String leg, Instant now, Instant again) {
        return tx.update("""
                UPDATE phone_costs SET due_at = :again
                 WHERE tenant_id = :tenant AND leg_id = :leg AND settled_at IS NULL AND due_at <= :now
                """)
                        .bind("leg", leg)
                        .bind("now", now)
                        .bind("again", again)
                        .execute()
                == 1;
    }

    /** In a change: so much more was spent and is held on that day; the less of it where they are below zero. */
    static void add(Tx tx, LocalDate day, long spent, long held) {
        tx.update("""
                INSERT INTO phone_spend AS s (tenant_id, day, spent_micros, held_micros)
                VALUES (:tenant, :day, :spent, :held)
                ON CONFLICT (tenant_id, day) DO UPDATE
                   SET spent_micros = s.spent_micros + excluded.spent_micros,
                       held_micros = s.held_micros + excluded.held_micros
                """).bind("day", day).bind("spent", spent).bind("held", held).execute();
    }

    /** What was spent and is held on those days, both included. */
    static Spend.Sum sum(Tx tx, LocalDate first, LocalDate last) {
        return tx.query("""
                        SELECT coalesce(sum(spent_micros), 0)::bigint AS spent, coalesce(sum(held_micros), 0)::bigint AS held
                          FROM phone_spend WHERE tenant_id = :tenant AND day BETWEEN :first AND :last
                        """)
                .bind("first", first)
                .bind("last", last)
                .mapTo(Spend.Sum.class)
                .one();
    }

    /** Of these calls, what is settled: what a leg holds must be given back first. */
    static void delete(Tx tx, Collection<CallId> calls) {
        tx.update("""
                DELETE FROM phone_costs WHERE tenant_id = :tenant AND call_id = ANY (:calls) AND settled_at IS NOT NULL
                """)
                .bindArray(
                        "calls", String.class, calls.stream().map(CallId::value).toArray())
                .execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM phone_costs WHERE tenant_id = :tenant").execute();
        tx.update("DELETE FROM phone_spend WHERE tenant_id = :tenant").execute();
    }
}
