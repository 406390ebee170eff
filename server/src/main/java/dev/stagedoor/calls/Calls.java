package dev.stagedoor.calls;

import dev.stagedoor.api.calls.TriggerRequest;
import dev.stagedoor.api.calls.Wait;
import dev.stagedoor.audit.Budget;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Cost;
import dev.stagedoor.audit.Draft;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.Status;
import dev.stagedoor.evictions.Evictions;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.projects.Project;
import dev.stagedoor.projects.Projects;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door to calls. */
public final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final Ledger ledger;
    private final Trigger trigger;
    private final Dispatches dispatches;
    private final Projects projects;
    private final Evictions evictions;
    private final CallsConfig config;
    private final Clock clock;

    Calls(
            Ledger ledger,
            Trigger trigger,
            Dispatches dispatches,
            Projects projects,
            Evictions evictions,
            CallsConfig config,
            Clock clock) {
        this.ledger = ledger;
        this.trigger = trigger;
        this.dispatches = dispatches;
        this.projects = projects;
        this.evictions = evictions;
        this.config = config;
        this.clock = clock;
    }

    /** A call that was started, with its dispatch as it stood when the answer was made. */
    record Triggered(Trigger.Started started, Dispatch dispatch) {}

    /**
     * Starts a call and waits as asked.
     *
     * @throws Problem naming the field at fault; {@code user_revoked}, {@code credential_missing}, {@code
     *     budget_exhausted}, {@code concurrency_exhausted}, {@code audit_unavailable}; and where it is waited for, {@code
     *     credential_rejected} or {@code provider_unavailable}, as {@link UnsentCall} says
     */
    Triggered trigger(Principal by, TenantId tenant, TriggerRequest request, Optional<IdempotencyKey> key) {
        Trigger.Started started = trigger.start(by, tenant, request, key);
        dispatches.begin(started.dispatch());
        Dispatch dispatch = started.dispatch().dispatch();
        Wait wait = Objects.requireNonNullElse(request.waitFor(), Wait.SENT);
        if (wait == Wait.NONE) {
            return new Triggered(started, dispatch);
        }
        Dispatch seen = await(by.settled(), dispatch, wait);
        Optional<Problem> unsent = UnsentCall.problem(started.callId(), seen);
        if (unsent.isPresent()) {
            if (started.dispatch().isNew() && !unsent.get().code().retryable()) {
                end(by.settled(), tenant, new CallId(started.callId()), CallEnd.CREDENTIAL_REJECTED);
            }
            throw unsent.get();
        }
        return new Triggered(started, seen);
    }

    private Dispatch await(Principal by, Dispatch dispatch, Wait wait) {
        Instant until = clock.instant().plus(config.joinWait());
        try {
            return dispatches.await(
                    by,
                    dispatch.tenant(),
                    dispatch.id(),
                    seen -> wait == Wait.SENT ? seen.status() != Status.REQUESTED : isSettled(seen.status()),
                    until);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return dispatch;
        }
    }

    private static boolean isSettled(Status status) {
        return switch (status) {
            case REQUESTED, SENT, ACCEPTED -> false;
            case JOINED, ENDING, COMPLETED, FAILED -> true;
        };
    }

    /** How often an open call is looked at. */
    Duration look() {
        return config.look();
    }

    /** The tenant's calls, newest first. */
    public Page<Call> list(Principal by, TenantId tenant, Page.Request page) {
        return ledger.read(by, tenant, tx -> CallStore.list(tx, page));
    }

    /** One call; {@code not_found} if the tenant has none of that id. */
    public Call get(Principal by, TenantId tenant, CallId id) {
        return ledger.read(by, tenant, tx -> CallStore.find(tx, id)).orElseThrow(Calls::unknown);
    }

    /** Ends a call: its agent leaves, its room closes, its user is kept out of it, what was reserved is settled. */
    public Call end(Principal by, TenantId tenant, CallId id) {
        return end(by, tenant, id, CallEnd.REQUESTED);
    }

    Call end(Principal by, TenantId tenant, CallId id, CallEnd why) {
        List<DispatchId> asked = ledger.change(by, tenant, change -> {
            Call call = CallStore.find(change.tx(), id).orElseThrow(Calls::unknown);
            if (!CallStore.end(change.tx(), id, why, change.now())) {
                throw Problem.of(ErrorCode.CONFLICT, "The call has ended already.");
            }
            settle(by, change, call, why);
            return dispatches.endOfCall(change, id.value());
        });
        asked.forEach(dispatches::hint);
        Call ended = get(by.settled(), tenant, id);
        if (why.leavesSomebody()) {
            closeRoom(tenant, ended);
        }
        return ended;
    }

    /** The call is over whether or not its room can be closed now: its dispatch and its eviction clear it in the end. */
    private void closeRoom(TenantId tenant, Call ended) {
        try {
            projects.version(tenant, ended.credentialVersion()).deleteRoom(ended.room());
        } catch (Problem later) {
            LOG.info("the room of {} is still open: {}", ended.id(), later.detail());
        }
    }

    private void settle(Principal by, ChangeTx change, Call call, CallEnd why) {
        long used = Math.min(
                Duration.between(call.createdAt(), change.now()).toSeconds(),
                call.reserved().toSeconds());
        Cost cost = Cost.settleCall(call.reserved(), Duration.ofSeconds(Math.max(0, used)));
        String detail = Json.text(Map.of("reason", why.wire(), "room", call.room(), "seconds", used));
        change.append(Draft.of(by, change.now(), "call.end", call.id().value(), detail), cost, Budget.UNLIMITED);
        if (why.leavesSomebody()) {
            evictions.evictParticipant(change, call.room(), call.userId());
        }
    }

    /** Removes a participant from a call's room, and keeps him out of it until his last token has ended (T4). */
    public void removeParticipant(Principal by, TenantId tenant, CallId id, String identity) {
        Call call = ledger.change(by, tenant, change -> {
            Call found = CallStore.find(change.tx(), id).orElseThrow(Calls::unknown);
            evictions.evictParticipant(change, found.room(), identity);
            String detail = Json.text(Map.of("room", found.room(), "identity", identity));
            change.append(Draft.of(by, change.now(), "call.participant.remove", id.value(), detail));
            return found;
        });
        Project project = projects.version(tenant, call.credentialVersion());
        project.removeParticipant(call.room(), identity);
    }

    private static Problem unknown() {
        return Problem.notFound("call");
    }
}
