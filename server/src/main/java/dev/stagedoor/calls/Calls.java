// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.audit.Budget;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Cost;
import dev.stagedoor.audit.Draft;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.Status;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.projects.Project;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door to calls. */
public final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final Ledger ledger;
    private final CallsModule.Parts parts;
    private final Trigger trigger;
    private final CallsConfig config;
    private final Clock clock;

    Calls(Ledger ledger, CallsModule.Parts parts, Trigger trigger, CallsConfig config, Clock clock) {
        this.ledger = ledger;
        this.parts = parts;
        this.trigger = trigger;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Starts a call and waits as requested; repeating the command with the same idempotency key returns the same call.
     *
     * @throws Problem naming the field at fault; {@code user_revoked}, {@code credential_missing}, {@code
     *     budget_exhausted}, {@code concurrency_exhausted}, {@code audit_unavailable}; and when waiting, {@code
     *     credential_rejected} or {@code provider_unavailable}, as {@link UnsentCall} says
     */
    public StartedCall trigger(Principal by, TenantId tenant, StartCall command, Optional<IdempotencyKey> key) {
        Trigger.Started started = trigger.start(by, tenant, command, key);
        parts.dispatches().begin(started.dispatch());
        Dispatch dispatch = started.dispatch().dispatch();
        if (command.waitFor() == StartCall.Wait.NONE) {
            return new StartedCall(started.call(), started.token(), dispatch);
        }
        Dispatch seen = await(by.settled(), dispatch, command.waitFor());
        Optional<Problem> unsent = UnsentCall.problem(started.call(), seen);
        if (unsent.isPresent()) {
            if (started.dispatch().isNew() && !unsent.get().code().retryable()) {
                end(by.settled(), tenant, started.call(), CallEnd.CREDENTIAL_REJECTED);
            }
            throw unsent.get();
        }
        return new StartedCall(started.call(), started.token(), seen);
    }

    private Dispatch await(Principal by, Dispatch dispatch, StartCall.Wait wait) {
        Instant until = clock.instant().plus(config.joinTimeout());
        try {
            return parts.dispatches()
                    .await(
                            by,
                            dispatch.tenant(),
                            dispatch.id(),
                            seen -> wait == StartCall.Wait.SENT
                                    ? seen.status() != Status.REQUESTED
                                    : isSettled(seen.status()),
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

    /** The tenant's calls, newest first. */
    public Page<Call> list(Principal by, TenantId tenant, Page.Request page) {
        return ledger.read(by, tenant, tx -> CallStore.list(tx, page));
    }

    /** One call; {@code not_found} if the tenant has none with that id. */
    public Call get(Principal by, TenantId tenant, CallId id) {
        return ledger.read(by, tenant, tx -> CallStore.find(tx, id)).orElseThrow(Calls::unknown);
    }

    /** Ends a call: its agent leaves, its room closes, its user is evicted, and its reservation is settled. */
    public Call end(Principal by, TenantId tenant, CallId id) {
        return end(by, tenant, id, CallEnd.REQUESTED);
    }

    Call end(Principal by, TenantId tenant, CallId id, CallEnd why) {
        List<DispatchId> asked = ledger.change(by, tenant, change -> {
            Call call = CallStore.find(change.tx(), id).orElseThrow(Calls::unknown);
            if (!CallStore.end(change.tx(), id, why, change.now())) {
                throw Problem.of(ErrorCode.CONFLICT, "The call has already ended.");
            }
            settle(by, change, call, why);
            return parts.dispatches().endOfCall(change, id.value());
        });
        asked.forEach(parts.dispatches()::hint);
        Call ended = get(by.settled(), tenant, id);
        if (why.leavesSomebody()) {
            closeRoom(tenant, ended);
        }
        return ended;
    }

    /** The call is over even if its room cannot be closed now: its dispatch and its eviction will empty it. */
    private void closeRoom(TenantId tenant, Call ended) {
        try {
            project(tenant, ended).deleteRoom(ended.room().name());
        } catch (Problem later) {
            LOG.info("the room of {} is still open: {}", ended.id(), later.detail());
        }
    }

    private Project project(TenantId tenant, Call call) {
        return parts.projects().version(tenant, call.room().credentialVersion());
    }

    private void settle(Principal by, ChangeTx change, Call call, CallEnd why) {
        Duration reserved = call.limits().reserved();
        long used = Math.min(
                Duration.between(call.limits().createdAt(), change.now()).toSeconds(), reserved.toSeconds());
        Cost cost = Cost.settleCall(reserved, Duration.ofSeconds(Math.max(0, used)));
        String room = call.room().name();
        String detail = Json.text(Map.of("reason", why.wire(), "room", room, "seconds", used));
        change.append(Draft.of(by, change.now(), "call.end", call.id().value(), detail), cost, Budget.UNLIMITED);
        if (why.leavesSomebody()) {
            parts.evictions().evictParticipant(change, room, call.user().id());
        }
    }

    /** Removes a participant from a call's room, and keeps them out until their last token has expired (T4). */
    public void removeParticipant(Principal by, TenantId tenant, CallId id, String identity) {
        Call call = ledger.change(by, tenant, change -> {
            Call found = CallStore.find(change.tx(), id).orElseThrow(Calls::unknown);
            String room = found.room().name();
            parts.evictions().evictParticipant(change, room, identity);
            String detail = Json.text(Map.of("room", room, "identity", identity));
            change.append(Draft.of(by, change.now(), "call.participant.remove", id.value(), detail));
            return found;
        });
        project(tenant, call).removeParticipant(call.room().name(), identity);
    }

    private static Problem unknown() {
        return Problem.notFound("call");
    }
}
