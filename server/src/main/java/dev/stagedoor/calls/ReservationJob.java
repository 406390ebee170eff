// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.LogContext;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.projects.Project;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for the holders of tokens that name agents: whether they have entered, and when their tokens admit no more. */
final class ReservationJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReservationJob.class);

    /** Of a tenant at once: as many names as one ListRooms is asked for. */
    private static final int AT_ONCE = 200;

    private static final String AGENT_NAME = "lk.agent_name";

    private final Principal.SystemJob by = new Principal.SystemJob("reservations", "reservations");
    private final Foundation on;
    private final CallsModule.Doors doors;
    private final Arrivals arrivals;
    private final DueRows due;

    ReservationJob(Foundation on, CallsModule.Doors doors, Function<Principal, Arrivals> arrivals) {
        this.on = on;
        this.doors = doors;
        this.arrivals = arrivals.apply(by);
        this.due =
                new DueRows("reservations", ReservationStore.due(on.database()), on.clock(), row -> look(row.tenant()));
    }

    /** The looks that are due. */
    DueRows due() {
        return due;
    }

    @Override
    public void close() {
        due.close();
    }

    private void look(TenantId tenant) {
        Instant now = on.clock().instant();
        List<Reservation> due = on.ledger().store(by, tenant, tx -> ReservationStore.take(tx, now, AT_ONCE));
        due.stream().filter(one -> one.isOver(now)).forEach(one -> end(tenant, one));
        Map<Long, List<Reservation>> byVersion = due.stream()
                .filter(one -> !one.isOver(now))
                .collect(Collectors.groupingBy(Reservation::credentialVersion));
        byVersion.forEach((version, its) -> contained(tenant, () -> look(tenant, version, its)));
    }

    private void look(TenantId tenant, long version, List<Reservation> its) {
        Set<String> rooms = its.stream().map(one -> one.target().room()).collect(Collectors.toSet());
        Set<String> live = doors.projects().reachedInBackground(tenant, version, project -> project.existing(rooms));
        its.stream()
                .filter(one -> live.contains(one.target().room()))
                .forEach(one -> contained(tenant, () -> look(tenant, one)));
    }

    private void look(TenantId tenant, Reservation reservation) {
        if (doors.projects()
                .reachedInBackground(
                        tenant, reservation.credentialVersion(), project -> arrived(reservation, project))) {
            begin(tenant, reservation);
        }
    }

    /**
     * An agent counts as well: its user may have come and gone between two looks. So does a list too long to read: nobody
     * gets an agent outside all limits by what they say of themselves.
     */
    private static boolean arrived(Reservation reservation, Project project) {
        try {
            return project.participants(reservation.target().room()).stream()
                    .anyMatch(participant -> isHolder(reservation, participant) || isAgent(reservation, participant));
        } catch (Problem failed) {
            if (Project.isUnreadable(failed)) {
                return true;
            }
            throw failed;
        }
    }

    private static boolean isHolder(Reservation reservation, Participant participant) {
        return participant.kind() != ParticipantKind.AGENT
                && reservation.holders().includes(participant.identity());
    }

    private static boolean isAgent(Reservation reservation, Participant participant) {
        return participant.kind() == ParticipantKind.AGENT
                && reservation
                        .target()
                        .agentName()
                        .equals(participant.attributes().get(AGENT_NAME));
    }

    private void begin(TenantId tenant, Reservation reservation) {
        Optional<Dispatches.Requested> taken;
        try {
            taken = change(tenant, change -> arrivals.begin(change, reservation.target()));
        } catch (Problem beyond) {
            if (beyond.code() != ErrorCode.BUDGET_EXHAUSTED && beyond.code() != ErrorCode.CONCURRENCY_EXHAUSTED) {
                throw beyond;
            }
            taken = Optional.of(change(tenant, change -> arrivals.refuse(change, reservation)));
        }
        taken.ifPresent(doors.dispatches()::begin);
    }

    private void end(TenantId tenant, Reservation reservation) {
        contained(tenant, () -> on.ledger().changing(by, tenant, change -> arrivals.end(change, reservation.target())));
        contained(
                tenant,
                () -> on.ledger()
                        .store(
                                by,
                                tenant,
                                tx -> ReservationStore.deleteOver(
                                        tx, reservation.target(), on.clock().instant())));
    }

    private <T> T change(TenantId tenant, Function<ChangeTx, T> work) {
        return on.ledger().change(by, tenant, work);
    }

    /** An error with one reservation or server does not stop the others. */
    private static void contained(TenantId tenant, Runnable work) {
        try (LogContext _ = LogContext.of(tenant)) {
            work.run();
        } catch (Arrivals.Unchanged nothing) {
            LOG.trace("{}: {}", tenant, nothing.getMessage());
        } catch (Problem problem) {
            LOG.debug("{}: {}", tenant, problem.detail());
        } catch (RuntimeException failed) {
            LOG.warn("a reservation of {} is looked at again later", tenant, failed);
        }
    }
}
