// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.Status;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.kernel.LogContext;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks open calls and ends those whose dispatch has failed, whose room has closed or whose limit is reached; closes
 * rooms that could not be closed when their call ended. Webhooks only make it check earlier (D6). A tenant's calls that are
 * due are checked together: LiveKit is asked once, by name, for the rooms of those that no dispatch looks at.
 */
final class CallJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallJob.class);

    /** Of a tenant in one turn: as many names as one ListRooms is asked for. */
    private static final int AT_ONCE = 200;

    private final Principal.SystemJob by = new Principal.SystemJob("calls", "calls");
    private final Foundation on;
    private final CallsModule.Doors doors;
    private final CallEndings endings;
    private final CallsConfig config;
    private final DueRows due;

    CallJob(Foundation on, CallsModule.Doors doors, CallEndings endings, CallsConfig config) {
        this.on = on;
        this.doors = doors;
        this.endings = endings;
        this.config = config;
        this.due = new DueRows("calls", CallStore.due(on.database()), on.clock(), row -> check(row.tenant()));
    }

    /** The calls that are due for a check. */
    DueRows due() {
        return due;
    }

    @Override
    public void close() {
        due.close();
    }

    /** The calls that this node checks, as the tenant was at that epoch. */
    private record Taken(long epoch, List<Call> calls) {}

    private void check(TenantId tenant) {
        Instant now = on.clock().instant();
        Instant next = now.plus(config.pollInterval());
        Taken taken =
                on.ledger().store(by, tenant, tx -> new Taken(tx.epoch(), CallStore.take(tx, now, next, AT_ONCE)));
        List<Call> unseen = new ArrayList<>();
        for (Call call : taken.calls()) {
            contained(tenant, call.id().value(), () -> {
                if (call.closesRoom()) {
                    endings.closeRoomLater(by, tenant, call, now);
                } else if (call.open() && !isOver(tenant, call, taken.epoch(), now)) {
                    unseen.add(call);
                }
            });
        }
        Map<Long, List<Call>> byVersion = unseen.stream()
                .collect(Collectors.groupingBy(call -> call.room().credentialVersion()));
        byVersion.forEach((version, its) -> contained(tenant, "calls", () -> look(tenant, version, its)));
    }

    /** Ends the call if it is over, or leaves it to its dispatch; false if only its room can tell. */
    private boolean isOver(TenantId tenant, Call call, long epoch, Instant now) {
        List<Dispatch> sent = doors.dispatches().ofCall(by, tenant, call.id().value());
        Optional<CallEnd> why = over(tenant, call, sent, epoch, now);
        if (why.isPresent()) {
            endings.end(by, tenant, call.id(), why.get());
            return true;
        }
        return sent.stream().anyMatch(CallJob::isUnfinished)
                || doors.dispatches().anyUnfinished(by, tenant, call.id().value());
    }

    private Optional<CallEnd> over(TenantId tenant, Call call, List<Dispatch> sent, long epoch, Instant now) {
        if (!doors.projects().usable(tenant, call.room().credentialVersion(), epoch)) {
            return Optional.of(CallEnd.CREDENTIAL_REVOKED);
        }
        if (!call.limits().mustEndAt().isAfter(now)) {
            return Optional.of(CallEnd.TOO_LONG);
        }
        if (!sent.isEmpty() && sent.stream().allMatch(CallEnd::isDue)) {
            return Optional.of(CallEnd.withoutAgent(sent.getLast()));
        }
        return Optional.empty();
    }

    private static boolean isUnfinished(Dispatch dispatch) {
        return dispatch.status() != Status.COMPLETED && dispatch.status() != Status.FAILED;
    }

    private void look(TenantId tenant, long version, List<Call> its) {
        Set<String> rooms = its.stream().map(call -> call.room().name()).collect(Collectors.toSet());
        Set<String> live = doors.projects().reachedInBackground(tenant, version, project -> project.existing(rooms));
        its.stream()
                .filter(call -> !live.contains(call.room().name()))
                .forEach(call -> contained(
                        tenant, call.id().value(), () -> endings.end(by, tenant, call.id(), CallEnd.ROOM_CLOSED)));
    }

    /** An error with one call or server does not stop the others. */
    private static void contained(TenantId tenant, String what, Runnable work) {
        try (LogContext _ = LogContext.of(tenant, what)) {
            work.run();
        } catch (Problem problem) {
            LOG.debug("{}: {}", what, problem.detail());
        } catch (RuntimeException failed) {
            LOG.warn("{}: checked again later", what, failed);
        }
    }
}
