// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.agents.Agent;
import dev.stagedoor.agents.Agents;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Tx;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchSpec;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.events.Events;
import dev.stagedoor.evictions.Evictions;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a reservation in a change: its call begins when a holder of its tokens has entered the room, and ends
 * unused when the last of them admits no more.
 */
final class Arrivals {
    private static final Duration WHILE_EMPTY = Duration.ofMinutes(5);

    /** Rolls back a change that turned out to be none. */
    static final class Unchanged extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unchanged() {
            super("nothing has changed", null, false, false);
        }
    }

    private final Principal by;
    private final Dispatches dispatches;
    private final Evictions evictions;
    private final DispatchTiming timing;
    private final CallsConfig config;

    Arrivals(Principal by, CallsModule.Doors doors, DispatchTiming timing, CallsConfig config) {
        this.by = by;
        this.dispatches = doors.dispatches();
        this.evictions = doors.evictions();
        this.timing = timing;
        this.config = config;
    }

    /** Somebody is in the room: takes over the dispatch that LiveKit made of the agent, for a call within the limits. */
    Optional<Dispatches.Requested> begin(ChangeTx change, Reservation.Target target) {
        Tx tx = change.tx();
        Optional<Reservation> found = ReservationStore.find(tx, target.room(), target.agentName());
        if (found.isEmpty() || isLeaving(tx, found.get())) {
            throw new Unchanged();
        }
        Reservation reservation = found.get();
        Optional<Dispatch> live = Dispatches.live(tx, target.room(), target.agentName());
        if (live.isPresent()) {
            joined(change, reservation, live.get());
            return Optional.empty();
        }
        Optional<Call> call = CallStore.find(tx, reservation.call());
        if (call.filter(Arrivals::wasTakenBack).isPresent()) {
            return Optional.of(refuse(change, reservation));
        }
        CallId running = call.filter(Call::open)
                .map(one -> started(change, reservation, one))
                .orElseGet(() -> reopened(change, reservation));
        ReservationStore.put(tx, reservation.adoptedFor(running), change.now().plus(config.pollInterval()));
        return Optional.of(dispatches.adopt(change, spec(change, reservation, running)));
    }

    private boolean isLeaving(Tx tx, Reservation one) {
        return dispatches.isLeaving(tx, one.target().room(), one.target().agentName(), one.credentialVersion());
    }

    /** Another way has brought the agent to the room meanwhile: that call is theirs. */
    private void joined(ChangeTx change, Reservation reservation, Dispatch live) {
        String running = live.spec().callId();
        CallId call = running == null ? reservation.call() : new CallId(running);
        if (reservation.adopted() && reservation.call().equals(call)) {
            throw new Unchanged();
        }
        if (!reservation.adopted() && !reservation.call().equals(call)) {
            unused(change, reservation.call());
        }
        ReservationStore.put(
                change.tx(), reservation.adoptedFor(call), change.now().plus(config.pollInterval()));
        change.append(Draft.of(by, change.now(), "call.join", call.value(), detail(reservation)));
    }

    /** A call that ended while people could still be in the room is over for them, whatever their tokens say. */
    private static boolean wasTakenBack(Call call) {
        return call.ending() != null && call.ending().why().leavesSomebody();
    }

    private CallId started(ChangeTx change, Reservation reservation, Call call) {
        Instant now = change.now();
        CallStore.start(
                change.tx(),
                call.id(),
                new Call.Limits(
                        now, call.limits().reserved(), now.plus(call.limits().reserved())),
                now.plus(config.pollInterval()));
        change.append(
                Draft.of(by, now, "call.begin", call.id().value(), detail(reservation)),
                Cost.dispatch(),
                Budget.UNLIMITED);
        Events.raise(change, call.started());
        return call.id();
    }

    /** The room had closed, and a holder has come back: LiveKit sends the agent again, so it is another call. */
    private CallId reopened(ChangeTx change, Reservation reservation) {
        Instant now = change.now();
        Tenant tenant = Tenants.living(change.tx());
        Call earlier = CallStore.find(change.tx(), reservation.call()).orElseThrow();
        Duration longest = earlier.limits().reserved();
        Call call = new Call(
                CallId.next(now),
                earlier.agentSlug(),
                earlier.mode(),
                earlier.user(),
                earlier.room(),
                new Call.Limits(now, longest, now.plus(longest)),
                null);
        CallStore.insert(change.tx(), call, now.plus(config.pollInterval()));
        Events.raise(change, call.started());
        change.append(
                Draft.of(by, now, "call.begin", call.id().value(), detail(reservation)),
                Cost.openCall(longest).plus(Cost.dispatch()),
                tenant.policy().budget());
        return call.id();
    }

    private static String detail(Reservation reservation) {
        return Json.text(Map.of(
                "agent", reservation.target().agentSlug(),
                "room", reservation.target().room(),
                "credential_version", reservation.credentialVersion()));
    }

    /** The agent is taken back, and those who brought it leave: they find a refusal, not silence. */
    Dispatches.Requested refuse(ChangeTx change, Reservation reservation) {
        String room = reservation.target().room();
        reservation.holders().identities().forEach(one -> evictions.evictParticipant(change, room, one));
        ReservationStore.delete(change.tx(), reservation.target());
        change.append(
                Draft.of(by, change.now(), "call.refuse", reservation.call().value(), detail(reservation)));
        return dispatches.adoptToEnd(change, spec(change, reservation, null));
    }

    /** The last token admits no more: a call that never began ends. */
    void end(ChangeTx change, Reservation.Target target) {
        Optional<Reservation> found = ReservationStore.find(change.tx(), target.room(), target.agentName())
                .filter(one -> one.isOver(change.now()) && !one.adopted());
        if (found.isEmpty() || !unused(change, found.get().call())) {
            throw new Unchanged();
        }
    }

    /** Gives back what was reserved: nobody came, so nothing was used. */
    private boolean unused(ChangeTx change, CallId id) {
        Optional<Call> call = CallStore.find(change.tx(), id).filter(Call::open);
        if (call.isEmpty() || !isEnded(change, id)) {
            return false;
        }
        String detail = Json.text(Map.of(
                "reason", CallEnd.UNUSED.wire(), "room", call.get().room().name(), "seconds", 0));
        change.append(
                Draft.of(by, change.now(), "call.end", id.value(), detail),
                Cost.settleCall(call.get().limits().reserved(), Duration.ZERO),
                Budget.UNLIMITED);
        return true;
    }

    private DispatchSpec spec(ChangeTx change, Reservation reservation, @Nullable CallId call) {
        Reservation.Target target = reservation.target();
        // An agent that was deleted since has what is usual.
        Optional<Agent> agent = Agents.AGENT.load().apply(change.tx(), target.agentSlug());
        Duration join = agent.map(known -> known.limits().joinTimeout()).orElse(Agent.Limits.JOIN_TIMEOUT);
        return new DispatchSpec(
                new DispatchSpec.Target(target.room(), false, target.agentName(), target.agentSlug()),
                DispatchSpec.Briefing.verbatim(target.metadata(), WHILE_EMPTY),
                DispatchSpec.Schedule.from(change.now(), timing.deadline(), join),
                reservation.credentialVersion(),
                call == null ? null : call.value(),
                agent.map(AgentMetadata::whenLost).orElse(DispatchSpec.WhenLost.REPLACED));
    }

    private static boolean isEnded(ChangeTx change, CallId id) {
        Call.Ending unused = new Call.Ending(change.now(), CallEnd.UNUSED, false);
        return CallStore.end(change.tx(), id, unused, change.now());
    }
}
