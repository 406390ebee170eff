// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.api.telephony.TransferState;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.calls.Call;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.calls.Calls;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.livekit.sip.TransferSipParticipant;
import dev.stagedoor.livekit.sip.TransferTarget;
import dev.stagedoor.numbers.Destination;
import dev.stagedoor.numbers.MaskedNumber;
import dev.stagedoor.projects.Project;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.telephony.price.Costs;
import dev.stagedoor.telephony.price.Leg;
import dev.stagedoor.telephony.price.Talk;
import dev.stagedoor.telephony.price.Talks;
import dev.stagedoor.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands calls over to other numbers, whoever called: the carrier is asked once. Where it says nothing, the room is looked at until
 * the person has left it, and then the call ends.
 */
final class Transfers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transfers.class);

    /** Longer than LiveKit waits for the carrier. */
    private static final Duration ASKED = Duration.ofSeconds(60);

    private static final Duration AGAIN = Duration.ofSeconds(3);

    private final Principal.SystemJob job = new Principal.SystemJob("transfers", "transfers");
    private final Foundation on;
    private final Calls calls;
    private final Projects projects;
    private final DueRows due;

    Transfers(Foundation on, Calls calls, Projects projects) {
        this.on = on;
        this.calls = calls;
        this.projects = projects;
        this.due = new DueRows("transfers", TransferStore.DUE, on.database(), on.clock(), this::look);
    }

    DueRows due() {
        return due;
    }

    @Override
    public void close() {
        due.close();
    }

    /**
     * Hands the person on the phone over.
     *
     * @throws Problem {@code not_found}; {@code conflict} if nobody is on the phone, or another transfer is under way; as for a
     *     call out, naming {@code to}
     */
    Transfer transfer(Principal by, TenantId tenant, CallId id, String to) {
        Call call = calls.get(by, tenant, id);
        Project project = projects.version(tenant, call.room().credentialVersion());
        Participant person = person(project, call).orElseThrow(Transfers::nobody);
        Requested requested = on.ledger().change(by, tenant, change -> requested(by, change, call, to));
        if (requested.isNew()) {
            send(project, tenant, requested.transfer(), call, person.identity());
        }
        String transfer = requested.transfer().id();
        return on.ledger()
                .read(by.settled(), tenant, tx -> TransferStore.find(tx, transfer))
                .orElseThrow();
    }

    /** Whoever talks on the phone: the call's own user, if there are several. */
    private static Optional<Participant> person(Project project, Call call) {
        return project.participants(call.room().name()).stream()
                .filter(Participant::isOnThePhone)
                .min(Comparator.comparing(
                        one -> !one.identity().equals(call.user().id())));
    }

    private static Problem nobody() {
        return Problem.of(ErrorCode.CONFLICT, "Nobody is on the phone in this call.");
    }

    /** A transfer, and whether it is this request's. */
    private record Requested(Transfer transfer, boolean isNew) {}

    private Requested requested(Principal by, ChangeTx change, Call call, String asked) {
        Tenants.living(change.tx()).requireActive();
        Permitted permitted = DialSettingsStore.find(change.tx());
        Destination to = permitted.require("to", asked);
        Optional<Transfer> before = TransferStore.ofCall(change.tx(), call.id()).filter(Transfer::isOpen);
        if (before.isPresent() && !before.get().to().equals(to.number())) {
            throw Problem.of(ErrorCode.CONFLICT, "The call may be handed over to another number yet.");
        }
        Transfer transfer = before.orElseGet(() -> begun(change, call, permitted, to));
        String detail = Json.text(Map.of("to", MaskedNumber.of(to.number()), "again", before.isPresent()));
        change.append(Draft.of(by, change.now(), "call.transfer", call.id().value(), detail));
        return new Requested(transfer, before.isEmpty());
    }

    private static Transfer begun(ChangeTx change, Call call, Permitted permitted, Destination to) {
        permitted.caps().requireRates(change, to);
        Transfer transfer = new Transfer(
                Ids.next("tra", change.now()), call.id(), to.number(), TransferState.REQUESTED, null, change.now());
        Costs.hold(change, Leg.transfer(transfer.id(), call.id(), to.number(), permitted.longest()), permitted.spend());
        TransferStore.insert(change.tx(), transfer, to, change.now().plus(ASKED));
        return transfer;
    }

    private void send(Project project, TenantId tenant, Transfer transfer, Call call, String identity) {
        TransferSipParticipant request =
                TransferSipParticipant.of(call.room().name(), identity, TransferTarget.tel(transfer.to()));
        try {
            project.phone(sip -> sip.transferSipParticipant(request));
            advance(tenant, transfer, TransferState.COMPLETED, null);
            calls.end(job, tenant, call.id());
        } catch (LiveKitException failed) {
            LOG.debug("{} of {}: {}", transfer.id(), tenant, failed.getMessage());
            Integer status = failed instanceof LiveKitException.CallFailed refused ? refused.sipStatusCode() : null;
            advance(tenant, transfer, failed.outcomeUnknown() ? TransferState.UNKNOWN : TransferState.FAILED, status);
        }
    }

    private void advance(TenantId tenant, Transfer transfer, TransferState state, @Nullable Integer sipStatus) {
        Instant again = on.clock().instant().plus(AGAIN);
        on.ledger().store(job, tenant, tx -> {
            int advanced = TransferStore.advance(tx, transfer.id(), state, sipStatus, again);
            return state == TransferState.UNKNOWN
                    ? advanced
                    : Costs.over(tx, transfer.id(), on.clock().instant());
        });
    }

    /** How long they talk on, if that may be said by now: nobody sees it. */
    static Optional<Talk> talk(Tx tx, Talks.Asked asked, boolean callIsOpen) {
        return TransferStore.find(tx, asked.leg()).flatMap(transfer -> switch (transfer.state()) {
            case FAILED -> Optional.of(Talk.NONE);
            case COMPLETED -> Optional.of(Talk.unseen(asked.longest()));
            case REQUESTED, UNKNOWN -> callIsOpen ? Optional.empty() : Optional.of(Talk.unseen(asked.longest()));
        });
    }

    private void look(DueRows.Row row) {
        try {
            look(row.tenant(), row.id(), on.clock().instant());
        } catch (Problem later) {
            LOG.debug("{}: {}", row.id(), later.detail());
        }
    }

    private void look(TenantId tenant, String id, Instant now) {
        Optional<Transfer> taken = on.ledger()
                .store(
                        job,
                        tenant,
                        tx -> TransferStore.take(tx, id, now, now.plus(AGAIN))
                                ? TransferStore.find(tx, id)
                                : Optional.empty());
        if (taken.isEmpty()) {
            return;
        }
        Call call = calls.get(job, tenant, taken.get().call());
        if (!call.open()) {
            on.ledger().store(job, tenant, tx -> TransferStore.forgotten(tx, id));
        } else if (taken.get().state() == TransferState.COMPLETED || hasLeft(tenant, call)) {
            calls.end(job, tenant, call.id());
        } else {
            // The node that asked has not told what came of it, or nobody knows.
            advance(tenant, taken.get(), TransferState.UNKNOWN, null);
        }
    }

    private boolean hasLeft(TenantId tenant, Call call) {
        List<Participant> there = projects.reached(
                tenant,
                call.room().credentialVersion(),
                project -> project.participants(call.room().name()));
        return there.stream().noneMatch(one -> one.kind() == ParticipantKind.SIP);
    }
}
