// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.json.UnreadableStored;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks open calls and ends those whose dispatch has failed, whose room has closed or whose limit is reached; closes
 * rooms that could not be closed when their call ended. Webhooks only make it check earlier (D6).
 */
final class CallJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallJob.class);

    private final Principal.SystemJob by = new Principal.SystemJob("calls", "calls");
    private final Foundation on;
    private final CallsModule.Doors doors;
    private final Calls calls;
    private final CallEndings endings;
    private final CallsConfig config;
    private final DueRows due;

    CallJob(Foundation on, CallsModule.Doors doors, Calls calls, CallEndings endings, CallsConfig config) {
        this.on = on;
        this.doors = doors;
        this.calls = calls;
        this.endings = endings;
        this.config = config;
        this.due = new DueRows("calls", CallStore.DUE, on.database(), on.clock(), this::check);
    }

    /** The calls that are due for a check. */
    DueRows due() {
        return due;
    }

    @Override
    public void close() {
        due.close();
    }

    private void check(DueRows.Row row) {
        try {
            check(row.tenant(), new CallId(row.id()), on.clock().instant());
        } catch (Problem problem) {
            LOG.debug("{}: {}", row.id(), problem.detail());
        } catch (UnreadableStored unknown) {
            LOG.warn("{} of {} is skipped: {}", row.id(), row.tenant(), unknown.getMessage());
        }
    }

    private void check(TenantId tenant, CallId id, Instant now) {
        Instant next = now.plus(config.pollInterval());
        Optional<Long> epoch = on.ledger()
                .store(
                        by,
                        tenant,
                        tx -> CallStore.take(tx, id, now, next) ? Optional.of(tx.epoch()) : Optional.empty());
        if (epoch.isEmpty()) {
            return;
        }
        Call call = calls.get(by, tenant, id);
        if (call.closesRoom()) {
            endings.closeRoomLater(by, tenant, call, now);
        } else if (call.open()) {
            over(tenant, call, epoch.get(), now).ifPresent(why -> endings.end(by, tenant, id, why));
        }
    }

    private Optional<CallEnd> over(TenantId tenant, Call call, long epoch, Instant now) {
        if (!doors.projects().usable(tenant, call.room().credentialVersion(), epoch)) {
            return Optional.of(CallEnd.CREDENTIAL_REVOKED);
        }
        if (!call.limits().mustEndAt().isAfter(now)) {
            return Optional.of(CallEnd.TOO_LONG);
        }
        List<Dispatch> sent = doors.dispatches().ofCall(by, tenant, call.id().value());
        if (!sent.isEmpty() && sent.stream().allMatch(CallEnd::isDue)) {
            return Optional.of(CallEnd.withoutAgent(sent.getLast()));
        }
        if (doors.dispatches().anyUnfinished(by, tenant, call.id().value())) {
            return Optional.empty();
        }
        boolean roomLives = doors.projects()
                .reached(
                        tenant,
                        call.room().credentialVersion(),
                        project -> project.roomExists(call.room().name()));
        return roomLives ? Optional.empty() : Optional.of(CallEnd.ROOM_CLOSED);
    }
}
