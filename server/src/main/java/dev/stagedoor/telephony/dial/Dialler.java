// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.api.calls.PhoneState;
import dev.stagedoor.api.tenants.TenantStatus;
import dev.stagedoor.calls.Calls;
import dev.stagedoor.calls.StartedCall;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.LogContext;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.sip.CreateSipParticipant;
import dev.stagedoor.numbers.CallerNumber;
import dev.stagedoor.numbers.Destination;
import dev.stagedoor.numbers.Numbers;
import dev.stagedoor.numbers.PhoneNumber;
import dev.stagedoor.projects.Project;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.telephony.dtmf.Digits;
import dev.stagedoor.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dials: each call in a thread of its own, once its agent is in the room. The request is sent once and never again; where its
 * answer is lost, {@link DialJobs} looks into the room.
 *
 * <p>The request waits for the telephone's answer: without that, LiveKit tells nobody but its webhook why a call failed.
 */
final class Dialler implements AutoCloseable {
    /** How long the agent may take. */
    static final Duration AGENT_WITHIN = Duration.ofSeconds(15);

    private static final Duration LOOK_AFTER = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Dialler.class);

    private final Principal.SystemJob by = new Principal.SystemJob("dials", "dials");
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Foundation on;
    private final Calls calls;
    private final Projects projects;

    Dialler(Foundation on, Calls calls, Projects projects) {
        this.on = on;
        this.calls = calls;
        this.projects = projects;
    }

    /**
     * A call that is being placed by this node.
     *
     * @param dialed  done once the number is being dialled
     * @param settled done once somebody has answered, or nobody will
     */
    record Dialling(CompletableFuture<Void> dialed, CompletableFuture<Void> settled) {
        void failed(Problem problem) {
            dialed.completeExceptionally(problem);
            settled.completeExceptionally(problem);
        }

        void done() {
            dialed.complete(null);
            settled.complete(null);
        }
    }

    /** Begins to place a stored call. */
    Dialling begin(TenantId tenant, StartedCall started, Dial dial, Digits keys) {
        Dialling dialling = new Dialling(new CompletableFuture<>(), new CompletableFuture<>());
        threads.execute(() -> {
            try (LogContext _ = LogContext.of(tenant, dial.call().value())) {
                place(tenant, started, dial, keys, dialling);
            } catch (Problem problem) {
                dialling.failed(problem);
            } catch (RuntimeException failed) {
                LOG.warn("{} of {} is looked at later", dial.call(), tenant, failed);
            } finally {
                dialling.done();
            }
        });
        return dialling;
    }

    /** Waits; what went wrong is thrown. */
    static void await(CompletableFuture<Void> done) {
        try {
            done.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Problem problem ? problem : new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void place(TenantId tenant, StartedCall started, Dial dial, Digits keys, Dialling dialling) {
        try {
            calls.requireAgent(by, started, AGENT_WITHIN);
            on.ledger().read(by, tenant, tx -> stillAllowed(tx, dial));
        } catch (Problem refused) {
            settle(tenant, dial, new Dial.Progress(PhoneState.FAILED, null, true));
            throw refused;
        }
        Project project = projects.version(
                tenant, calls.get(by, tenant, dial.call()).room().credentialVersion());
        if (mayDial(tenant, dial)) {
            dialling.dialed().complete(null);
            dial(tenant, project, dial, keys);
        }
    }

    /** What may have changed while the agent was on its way. */
    private static Destination stillAllowed(Tx tx, Dial dial) {
        boolean theirs = Tenants.living(tx).status() == TenantStatus.ACTIVE
                && Numbers.find(tx, dial.leg().from())
                        .flatMap(PhoneNumber::confirmed)
                        .isPresent();
        if (!theirs) {
            throw Problem.of(ErrorCode.NOT_PERMITTED_BY_POLICY, "The tenant, or its number, may no longer be used.");
        }
        return DialSettingsStore.find(tx).require("to", dial.leg().to());
    }

    /** Stored before anything is sent: whoever finds that it may have been sent, sends nothing. */
    private boolean mayDial(TenantId tenant, Dial dial) {
        if (!calls.get(by, tenant, dial.call()).open()) {
            return false;
        }
        Instant now = on.clock().instant();
        return on.ledger().store(by, tenant, tx -> DialStore.send(tx, dial.call(), now, now.plus(LOOK_AFTER)));
    }

    private void dial(TenantId tenant, Project project, Dial dial, Digits keys) {
        try {
            project.phone(sip -> sip.createSipParticipant(request(dial, keys)));
            settle(tenant, dial, new Dial.Progress(PhoneState.ANSWERED, null, true));
        } catch (LiveKitException failed) {
            LOG.debug("{} of {}: {}", dial.call(), tenant, failed.getMessage());
            boolean rang = stored(tenant, dial).progress().state() == PhoneState.RINGING;
            Outcome.of(failed, rang).ifPresent(known -> settle(tenant, dial, known));
        }
    }

    private Dial stored(TenantId tenant, Dial dial) {
        return on.ledger()
                .read(by, tenant, tx -> DialStore.find(tx, dial.call()))
                .orElse(dial);
    }

    private static CreateSipParticipant request(Dial dial, Digits keys) {
        Dial.Leg leg = dial.leg();
        return CreateSipParticipant.dialling(leg.trunkId(), leg.to(), leg.room(), leg.identity())
                .from(leg.from())
                .name(CallerNumber.written(leg.to()))
                .attributes(Map.of("stagedoor.call", dial.call().value()))
                .ringingTimeout(leg.rings())
                .maxCallDuration(leg.longest())
                .dtmf(keys.text())
                .waitUntilAnswered(true)
                .build();
    }

    /** A call that was ended while it rang has ended, whatever LiveKit calls that; if somebody did answer, that is charged. */
    private void settle(TenantId tenant, Dial dial, Dial.Progress known) {
        boolean open = calls.get(by, tenant, dial.call()).open();
        boolean ended = !open && known.state() != PhoneState.FAILED;
        Dial.Progress progress = ended ? new Dial.Progress(PhoneState.ENDED, null, true) : known;
        boolean late = ended && known.state() == PhoneState.ANSWERED;
        Instant now = on.clock().instant();
        on.ledger().store(by, tenant, tx -> {
            int advanced = DialStore.advance(tx, dial.call(), progress, now);
            return late ? DialStore.answeredLate(tx, dial.call(), now) : advanced;
        });
    }

    /** Waits for nothing: what was sent is looked at by other nodes. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
