// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Tx;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.events.Events;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.participants.Participants;
import dev.stagedoor.projects.Project;
import dev.stagedoor.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends calls: one change settles the call, ends its dispatches and evicts whoever has a token for its room; then that is closed. */
final class CallEndings {
    private static final Logger LOG = LoggerFactory.getLogger(CallEndings.class);

    /** A server that cannot be reached for a day has no room left to close. */
    private static final Duration GIVE_UP = Duration.ofDays(1);

    /** Until it is tried again where no credential opens the server; at once when one is put. */
    private static final Duration LOCKED_OUT = Duration.ofMinutes(10);

    private final Ledger ledger;
    private final CallsModule.Doors doors;
    private final Calls.PhoneFacts phone;

    CallEndings(Ledger ledger, CallsModule.Doors doors, Calls.PhoneFacts phone) {
        this.ledger = ledger;
        this.doors = doors;
        this.phone = phone;
    }

    /** Rolls back the change: somebody else has ended the call. */
    private static final class AlreadyEnded extends RuntimeException {
        private static final long serialVersionUID = 1;

        AlreadyEnded() {
            super("the call has already ended", null, false, false);
        }
    }

    /** Ends the call; one that has already ended is returned as it is. */
    Call end(Principal by, TenantId tenant, CallId id, CallEnd why) {
        // Asked before the change, because dispatches are read in a transaction of their own.
        boolean hadAgent = hadAgent(by, tenant, id);
        List<DispatchId> asked;
        try {
            asked = ledger.change(by, tenant, change -> {
                end(by, change, id, why, hadAgent);
                return doors.dispatches().endOfCall(change, id.value());
            });
        } catch (AlreadyEnded before) {
            return get(by, tenant, id);
        }
        asked.forEach(doors.dispatches()::hint);
        Call ended = get(by.settled(), tenant, id);
        Call.Ending ending = ended.ending();
        if (ending != null && ending.closesRoom()) {
            closeRoom(by.settled(), tenant, ended, ending.at(), Project::deleteRoom);
        }
        return ended;
    }

    private boolean hadAgent(Principal by, TenantId tenant, CallId id) {
        return doors.dispatches().ofCall(by, tenant, id.value()).stream()
                .anyMatch(dispatch -> dispatch.joinedAt() != null);
    }

    private void end(Principal by, ChangeTx change, CallId id, CallEnd why, boolean hadAgent) {
        Call call = CallStore.find(change.tx(), id).orElseThrow(() -> Problem.notFound("call"));
        List<String> others = usersOfOtherCalls(change.tx(), call);
        boolean closesRoom = why.leavesSomebody() && others.isEmpty();
        Instant next = change.now().plus(Job.SOON);
        if (!CallStore.end(change.tx(), id, new Call.Ending(change.now(), why, closesRoom), next)) {
            throw new AlreadyEnded();
        }
        settle(by, change, call, why, hadAgent);
        phone.ended(change, id);
        if (why.leavesSomebody()) {
            evict(change, call, others);
        }
    }

    /**
     * Its user, who stays out until they are granted a token of their own; and everybody else whose token names the room,
     * unless another call is going on in it.
     */
    private void evict(ChangeTx change, Call call, List<String> others) {
        if (!others.contains(call.user().id())) {
            doors.evictions()
                    .evictParticipant(change, call.room().name(), call.user().id());
        }
        if (others.isEmpty()) {
            doors.evictions().evictRoom(change, doors.place(change.tx(), call.room()));
        }
    }

    /** A room of that name on another server is another room. */
    private List<String> usersOfOtherCalls(Tx tx, Call call) {
        return CallStore.othersInRoom(tx, call).stream()
                .filter(one -> doors.projects()
                        .areOfOneServer(tx, one.credentialVersion(), call.room().credentialVersion()))
                .map(CallStore.Other::userId)
                .toList();
    }

    /** Returns what was reserved and charges the agent's time, in the window that it belongs to. */
    private static void settle(Principal by, ChangeTx change, Call call, CallEnd why, boolean hadAgent) {
        Budget budget = Tenants.living(change.tx()).policy().budget();
        Instant begun = call.limits().createdAt();
        Instant inWindow = budget.windowAt(change.now());
        Duration used = spent(change, call, begun, hadAgent);
        Duration charged = inWindow.isAfter(begun) ? spent(change, call, inWindow, hadAgent) : used;
        String detail =
                Json.text(Map.of("reason", why.wire(), "room", call.room().name(), "seconds", used.toSeconds()));
        change.append(
                Draft.of(by, change.now(), "call.end", call.id().value(), detail),
                Cost.settleCall(call.limits().reserved(), charged),
                budget);
        Events.raise(change, call.ended(why, used));
    }

    /**
     * The time of its agents in the room since then, as it was seen; if it was not, the call's, if it had an agent. Never more
     * than was reserved, and never less than nothing where clocks differ.
     */
    private static Duration spent(ChangeTx change, Call call, Instant from, boolean hadAgent) {
        Duration whole = hadAgent ? Duration.between(from, change.now()) : Duration.ZERO;
        long seconds = Participants.agentTime(change.tx(), call.id().value(), from, change.now())
                .orElse(whole)
                .toSeconds();
        return Duration.ofSeconds(
                Math.clamp(seconds, 0, call.limits().reserved().toSeconds()));
    }

    /** For the job: closes the room of a call that ended earlier, or gives it up after a day. */
    void closeRoomLater(Principal by, TenantId tenant, Call ended, Instant now) {
        if (ended.endedBefore(now.minus(GIVE_UP))) {
            LOG.warn("gave up closing the room of {}: its server could not be asked for a day", ended.id());
            ledger.store(by, tenant, tx -> CallStore.roomClosed(tx, ended.id()));
        } else {
            closeRoom(
                    by,
                    tenant,
                    ended,
                    now,
                    (project, room) -> project.inBackground().deleteRoom(room));
        }
    }

    /** Closes the room, unless another call is going on in it by now. If that fails, the call stays due. */
    private void closeRoom(
            Principal by, TenantId tenant, Call ended, Instant now, BiPredicate<Project, String> deletion) {
        boolean taken =
                !ledger.read(by, tenant, tx -> usersOfOtherCalls(tx, ended)).isEmpty();
        try {
            if (!taken) {
                Call.Room room = ended.room();
                doors.projects()
                        .reached(tenant, room.credentialVersion(), project -> deletion.test(project, room.name()));
            }
            ledger.store(by, tenant, tx -> CallStore.roomClosed(tx, ended.id()));
        } catch (Problem later) {
            LOG.info("the room of {} is still open and will be closed later: {}", ended.id(), later.detail());
            if (later.code() == ErrorCode.CREDENTIAL_MISSING) {
                ledger.store(by, tenant, tx -> CallStore.postpone(tx, ended.id(), now.plus(LOCKED_OUT)));
            }
        }
    }

    private Call get(Principal by, TenantId tenant, CallId id) {
        return ledger.read(by, tenant, tx -> CallStore.find(tx, id)).orElseThrow(() -> Problem.notFound("call"));
    }
}
