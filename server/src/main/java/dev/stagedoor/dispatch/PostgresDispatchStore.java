// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Tx;
import dev.stagedoor.dispatch.plan.Attempt;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.events.Event;
import dev.stagedoor.events.EventType;
import dev.stagedoor.events.Events;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dispatches in PostgreSQL, under the ledger. Joining and ending are recorded in the audit log. */
final class PostgresDispatchStore implements DispatchStore {
    private static final Principal JOB = new Principal.SystemJob("dispatch", "dispatch");

    private final Ledger ledger;

    PostgresDispatchStore(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Optional<Lease> take(TenantId tenant, DispatchId id, Instant now, Duration lease) {
        return ledger.store(JOB, tenant, tx -> DispatchLeaseStore.take(tx, id, now, now.plus(lease)));
    }

    @Override
    public int lostSince(TenantId tenant, Instant then) {
        return ledger.store(JOB, tenant, tx -> ReceiptStore.lostSince(tx, then));
    }

    @Override
    public Optional<Lease> save(Lease held, Dispatch next, Instant now, Instant nextAt, Instant leaseUntil) {
        List<Receipt> lines = Receipt.between(held.dispatch(), next, now);
        boolean told = lines.stream().anyMatch(PostgresDispatchStore::isAudited);
        DispatchLeaseStore.Saved saved = new DispatchLeaseStore.Saved(held, next, nextAt, leaseUntil);
        if (!told) {
            return ledger.store(
                    JOB,
                    next.tenant(),
                    DispatchLeaseStore.saving(saved),
                    (tx, row) -> written(tx, DispatchLeaseStore.lease(tx, row), next, lines));
        }
        try {
            return ledger.change(JOB, next.tenant(), change -> {
                Optional<Lease> kept = written(change.tx(), DispatchLeaseStore.save(change.tx(), saved), next, lines);
                if (kept.isEmpty()) {
                    throw new LeaseLost();
                }
                lines.stream()
                        .filter(PostgresDispatchStore::isAudited)
                        .forEach(line -> change.append(entry(next, line)));
                lines.forEach(line -> event(next, line).ifPresent(event -> Events.raise(change, event)));
                if (isNamed(next)) {
                    change.raiseEpoch();
                }
                return kept;
            });
        } catch (LeaseLost lost) {
            return Optional.empty();
        }
    }

    /** Rolls back: a node that lost its lease writes nothing. */
    private static final class LeaseLost extends RuntimeException {
        private static final long serialVersionUID = 1;

        LeaseLost() {
            super("the lease was lost", null, false, false);
        }
    }

    private static Optional<Lease> written(Tx tx, Optional<Lease> kept, Dispatch next, List<Receipt> lines) {
        if (kept.isPresent()) {
            ReceiptStore.append(tx, next.id(), lines);
        }
        return kept;
    }

    private static boolean isAudited(Receipt line) {
        return switch (line.status()) {
            case JOINED, LOST, COMPLETED, FAILED -> true;
            case REQUESTED, SENT, ACCEPTED, ENDING -> false;
        };
    }

    /** Whether its agent is in the room under an identity of its own, which nobody else may then be granted. */
    private static boolean isNamed(Dispatch dispatch) {
        String identity = dispatch.joined();
        return identity != null && !identity.startsWith("agent-");
    }

    private static Optional<Event> event(Dispatch dispatch, Receipt line) {
        return switch (line.status()) {
            case JOINED ->
                Optional.of(event(
                        isAnother(dispatch) ? EventType.DISPATCH_REPLACED : EventType.DISPATCH_JOINED, dispatch, line));
            case LOST -> Optional.of(event(EventType.DISPATCH_LOST, dispatch, line));
            case FAILED -> Optional.of(event(EventType.DISPATCH_FAILED, dispatch, line));
            case REQUESTED, SENT, ACCEPTED, ENDING, COMPLETED -> Optional.empty();
        };
    }

    /** Whether the agent in the room is not the one that was lost: that may have come back. */
    private static boolean isAnother(Dispatch dispatch) {
        return dispatch.lastLost()
                .map(Attempt::jobIdentity)
                .filter(lost -> !lost.equals(dispatch.joined()))
                .isPresent();
    }

    private static Event event(EventType type, Dispatch dispatch, Receipt line) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("dispatch_id", dispatch.id().value());
        data.put("agent", dispatch.spec().target().agentSlug());
        data.put("attempt", line.attempt());
        data.put("identity", line.identity());
        data.put("reason", line.reason() == null ? null : line.reason().wire());
        return Event.of(type, dispatch.spec().callId(), data);
    }

    private static Draft entry(Dispatch dispatch, Receipt line) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("room", dispatch.spec().room());
        detail.put("agent_name", dispatch.spec().agentName());
        detail.put("attempt", line.attempt());
        if (line.identity() != null) {
            detail.put("identity", line.identity());
        }
        if (line.reason() != null) {
            detail.put("reason", line.reason().wire());
        }
        String action = "dispatch." + line.status().wire();
        return Draft.of(JOB, line.at(), action, dispatch.id().value(), Json.text(detail));
    }
}
