// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.dispatch.plan.Status;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.jobs.DueSource;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Dispatches in memory, for simulations. Must pass {@link DispatchStoreContract} like the one in PostgreSQL. */
final class MemoryDispatchStore implements DispatchStore, DueSource {
    private record Row(
            Dispatch dispatch,
            long fence,
            @Nullable EndReason asked,
            Instant nextAt,
            Instant leaseUntil,
            List<DispatchId> waitsFor) {}

    private final Map<DispatchId, Row> rows = new LinkedHashMap<>();
    private final List<Receipt> receipt = new ArrayList<>();

    void insert(Dispatch dispatch, Instant leaseUntil, List<DispatchId> waitsFor) {
        rows.put(
                dispatch.id(),
                new Row(dispatch, 1, null, dispatch.spec().schedule().createdAt(), leaseUntil, waitsFor));
    }

    boolean ask(DispatchId id, EndReason reason, Instant now) {
        Row row = row(id);
        if (!row.dispatch.status().live()) {
            return false;
        }
        EndReason first = row.asked == null ? reason : row.asked;
        Instant nextAt = row.nextAt.isBefore(now) ? row.nextAt : now;
        rows.put(id, new Row(row.dispatch, row.fence, first, nextAt, row.leaseUntil, row.waitsFor));
        return true;
    }

    /** A credential was put: what none opened the server for is due. */
    void lookAgain(Instant now) {
        rows.replaceAll((id, row) -> new Row(
                row.dispatch,
                row.fence,
                row.asked,
                row.nextAt.isBefore(now) ? row.nextAt : now,
                row.leaseUntil,
                row.waitsFor));
    }

    Dispatch get(DispatchId id) {
        return row(id).dispatch;
    }

    Instant heldUntil(DispatchId id) {
        return row(id).leaseUntil;
    }

    /** The lines added to receipts, in order. */
    List<Receipt> receipt() {
        return List.copyOf(receipt);
    }

    @Override
    public List<DueRows.Row> round(Instant now, Set<TenantId> except, int most) {
        Map<TenantId, Integer> turns = new HashMap<>();
        record Turn(int number, Row row) {}
        return rows.values().stream()
                .filter(row -> isDue(row, now) && !except.contains(row.dispatch.tenant()))
                .sorted(Comparator.comparing(Row::nextAt))
                .map(row -> new Turn(turns.merge(row.dispatch.tenant(), 1, Integer::sum), row))
                .sorted(Comparator.comparingInt(Turn::number))
                .limit(most)
                .map(Turn::row)
                .map(row ->
                        new DueRows.Row(row.dispatch.tenant(), row.dispatch.id().value()))
                .toList();
    }

    private static boolean isDriven(Row row) {
        return row.dispatch.status().live() || row.dispatch.watched();
    }

    private static boolean isDue(Row row, Instant now) {
        return isDriven(row) && !row.nextAt.isAfter(now) && !row.leaseUntil.isAfter(now);
    }

    @Override
    public Backlog backlog(Instant now) {
        List<Instant> due = rows.values().stream()
                .filter(row -> isDue(row, now))
                .map(Row::nextAt)
                .sorted()
                .toList();
        return new Backlog(due.size(), due.isEmpty() ? null : due.getFirst());
    }

    @Override
    public Optional<Lease> take(TenantId tenant, DispatchId id, Instant now, Duration lease) {
        Row row = row(id);
        if (!isDriven(row) || row.leaseUntil.isAfter(now) || !mayGoOn(row, now)) {
            if (isDue(row, now)) {
                put(new Row(row.dispatch, row.fence, row.asked, now.plus(WAITS), row.leaseUntil, row.waitsFor));
            }
            return Optional.empty();
        }
        Dispatch dispatch = row.waitsFor.isEmpty() ? row.dispatch : row.dispatch.after(lastEnd(row));
        return Optional.of(put(new Row(dispatch, row.fence + 1, row.asked, row.nextAt, now.plus(lease), row.waitsFor)));
    }

    private boolean mayGoOn(Row row, Instant now) {
        boolean toBeEnded = row.dispatch.watched()
                || row.asked != null
                || !row.dispatch.spec().schedule().deadline().isAfter(now);
        return toBeEnded
                || row.waitsFor.stream()
                        .noneMatch(earlier -> row(earlier).dispatch.status().live());
    }

    private @Nullable Instant lastEnd(Row row) {
        return row.waitsFor.stream()
                .map(earlier -> row(earlier).dispatch.endedAt())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    @Override
    public int lostSince(TenantId tenant, Instant then) {
        return (int) receipt.stream()
                .filter(line -> line.status() == Status.LOST && line.at().isAfter(then))
                .count();
    }

    @Override
    public Optional<Lease> save(Lease held, Dispatch next, Instant now, Instant nextAt, Instant leaseUntil) {
        Row row = row(next.id());
        if (row.fence != held.fence()) {
            return Optional.empty();
        }
        receipt.addAll(Receipt.between(held.dispatch(), next, now));
        Dispatch stored = next.watched() && anotherIsLive(next) ? next.unwatched() : next;
        return Optional.of(put(new Row(stored, row.fence, row.asked, nextAt, leaseUntil, row.waitsFor)));
    }

    private boolean anotherIsLive(Dispatch one) {
        return rows.values().stream()
                .map(Row::dispatch)
                .filter(other -> !other.id().equals(one.id()) && other.tenant().equals(one.tenant()))
                .filter(other -> other.spec().room().equals(one.spec().room())
                        && other.spec().agentName().equals(one.spec().agentName()))
                .anyMatch(other -> other.status().live());
    }

    private Lease put(Row row) {
        rows.put(row.dispatch.id(), row);
        return new Lease(row.dispatch, row.fence, row.asked, 1, "{}", row.leaseUntil);
    }

    private Row row(DispatchId id) {
        return Objects.requireNonNull(rows.get(id), id::value);
    }
}
