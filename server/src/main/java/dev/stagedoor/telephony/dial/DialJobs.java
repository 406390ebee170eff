// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.api.calls.PhoneState;
import dev.stagedoor.calls.Call;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.calls.Calls;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.projects.Projects;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at calls out: how far they are, and ends the calls of those that are over. Never dials. */
final class DialJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DialJobs.class);
    private static final String CALL_STATUS = "sip.callStatus";
    private static final Duration WHILE_RINGING = Duration.ofSeconds(1);
    private static final Duration WHILE_TALKING = Duration.ofSeconds(3);

    /** After it rang for as long as it may: then LiveKit has answered, or will not. */
    private static final Duration LOST = Duration.ofSeconds(12);

    /** A request that was on its way when its call ended has dialled by then. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(15);

    private final Principal.SystemJob by = new Principal.SystemJob("dials", "dials");
    private final Foundation on;
    private final Calls calls;
    private final Projects projects;
    private final DueRows due;

    DialJobs(Foundation on, Calls calls, Projects projects) {
        this.on = on;
        this.calls = calls;
        this.projects = projects;
        this.due = new DueRows("dials", DialStore.DUE, on.database(), on.clock(), this::look);
    }

    DueRows due() {
        return due;
    }

    Job job() {
        return new Job("dials", WHILE_RINGING, due::run);
    }

    @Override
    public void close() {
        due.close();
    }

    private void look(DueRows.Row row) {
        try {
            look(row.tenant(), new CallId(row.id()), on.clock().instant());
        } catch (Problem later) {
            LOG.debug("{}: {}", row.id(), later.detail());
        }
    }

    private void look(TenantId tenant, CallId id, Instant now) {
        Instant again = now.plus(WHILE_RINGING);
        Optional<Dial> dial = on.ledger()
                .store(
                        by,
                        tenant,
                        tx -> DialStore.take(tx, id, now, again) ? DialStore.find(tx, id) : Optional.empty());
        if (dial.isEmpty()) {
            return;
        }
        Call call = calls.get(by, tenant, id);
        if (!call.open() || dial.get().progress().isOver()) {
            close(tenant, dial.get(), call, now);
        } else if (dial.get().times().sentAt() == null) {
            // Whoever was to dial it has not: it was stopped, or its agent did not come.
            advance(tenant, dial.get(), PhoneState.FAILED, now);
        } else {
            follow(tenant, dial.get(), call, now);
        }
    }

    private void follow(TenantId tenant, Dial dial, Call call, Instant now) {
        boolean answered = dial.progress().state() == PhoneState.ANSWERED;
        Optional<Participant> callee = callee(tenant, dial, call);
        if (callee.isPresent()) {
            String status = callee.get().attributes().getOrDefault(CALL_STATUS, "");
            seen(status).ifPresent(state -> advance(tenant, dial, state, now));
            if (answered) {
                lookAt(tenant, dial, now.plus(WHILE_TALKING));
            } else {
                lookAt(tenant, dial, now.plus(WHILE_RINGING));
            }
        } else if (answered) {
            advance(tenant, dial, PhoneState.ENDED, now);
        } else if (isLost(dial, now)) {
            advance(tenant, dial, PhoneState.FAILED, now);
        }
    }

    private Optional<Participant> callee(TenantId tenant, Dial dial, Call call) {
        return projects
                .reached(
                        tenant,
                        call.room().credentialVersion(),
                        project -> project.participants(dial.leg().room()))
                .stream()
                .filter(one -> one.identity().equals(dial.leg().identity()))
                .findFirst();
    }

    /** Keys are pressed only once somebody has answered. */
    private static Optional<PhoneState> seen(String status) {
        return switch (status) {
            case "ringing" -> Optional.of(PhoneState.RINGING);
            case "active", "automation" -> Optional.of(PhoneState.ANSWERED);
            default -> Optional.empty();
        };
    }

    private static boolean isLost(Dial dial, Instant now) {
        Instant sent = dial.times().sentAt();
        return sent != null && now.isAfter(sent.plus(dial.leg().rings()).plus(LOST));
    }

    /** LiveKit has hung up by then, even if we could not reach it to say so: it may not have been, or not by any credential. */
    private static boolean isLongOver(Dial dial, Instant now) {
        return isLost(dial, now.minus(dial.leg().longest()));
    }

    private void close(TenantId tenant, Dial dial, Call call, Instant now) {
        if (!dial.progress().isOver()) {
            advance(tenant, dial, PhoneState.ENDED, now);
        }
        if (call.open()) {
            calls.end(by, tenant, dial.call());
        }
        Instant sent = dial.times().sentAt();
        if (sent != null && !isLongOver(dial, now)) {
            projects.reached(
                    tenant,
                    call.room().credentialVersion(),
                    project -> project.removeParticipant(
                            dial.leg().room(), dial.leg().identity()));
        }
        boolean known = dial.times().answeredAt() != null || dial.progress().state() == PhoneState.BUSY;
        if (sent == null || known || now.isAfter(sent.plus(ON_ITS_WAY))) {
            on.ledger().store(by, tenant, tx -> Dials.closed(tx, dial.call(), now));
        }
    }

    private void advance(TenantId tenant, Dial dial, PhoneState state, Instant now) {
        Dial.Progress progress = new Dial.Progress(state, null, true);
        on.ledger().store(by, tenant, tx -> DialStore.advance(tx, dial.call(), progress, now));
    }

    private void lookAt(TenantId tenant, Dial dial, Instant at) {
        on.ledger().store(by, tenant, tx -> DialStore.lookAt(tx, dial.call(), at));
    }
}
