// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.api.calls.PhoneView;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Tx;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.Status;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.participants.Participants;
import dev.stagedoor.participants.Participation;
import dev.stagedoor.tenants.RoomNames;
import dev.stagedoor.tenants.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The door to calls. */
public final class Calls {
    /** What the feature of phone calls, a floor above, knows of a call, and wants to know. */
    public interface PhoneFacts {
        /** The phone's side of those that are by phone, with their numbers and what they cost. */
        Map<CallId, PhoneView> of(Tx tx, Set<CallId> calls);

        /** The call ends if the change commits. */
        void ended(ChangeTx change, CallId call);
    }

    private final Ledger ledger;
    private final CallsModule.Doors doors;
    private final Trigger trigger;
    private final CallEndings endings;
    private final FoundCalls found;
    private final CallsConfig config;
    private final PhoneFacts phone;
    private final Clock clock;

    Calls(
            Foundation on,
            CallsModule.Doors doors,
            Trigger trigger,
            CallEndings endings,
            CallsConfig config,
            PhoneFacts phone) {
        this.ledger = on.ledger();
        this.doors = doors;
        this.trigger = trigger;
        this.endings = endings;
        this.found = new FoundCalls(on.ledger(), doors.dispatches());
        this.config = config;
        this.phone = phone;
        this.clock = on.clock();
    }

    /**
     * Starts a call and waits as requested; repeating the command with the same idempotency key returns the same call.
     *
     * @throws Problem naming the field at fault; {@code user_revoked}, {@code credential_missing}, {@code
     *     budget_exhausted}, {@code concurrency_exhausted}, {@code audit_unavailable}; and when waiting, {@code
     *     credential_rejected} or {@code provider_unavailable}, as {@link UnsentCall} says
     */
    public StartedCall trigger(Principal by, TenantId tenant, StartCall command, Optional<IdempotencyKey> key) {
        return trigger(by, tenant, command, key, StartCall.Alongside.NOTHING);
    }

    /** As {@link #trigger(Principal, TenantId, StartCall, Optional)}, and stores something with the call if it is new. */
    public StartedCall trigger(
            Principal by, TenantId tenant, StartCall command, Optional<IdempotencyKey> key, StartCall.Alongside also) {
        Trigger.Started started = trigger.start(by, tenant, command, key, also);
        if (command.waitFor() == StartCall.Wait.NONE) {
            doors.dispatches().begin(started.dispatch());
            return new StartedCall(
                    started.call(), started.token(), started.dispatch().dispatch());
        }
        Dispatch seen = begin(by.settled(), started.dispatch(), command.waitFor());
        Optional<Problem> unsent = UnsentCall.problem(started.call(), seen);
        if (started.dispatch().isNew() && CallEnd.isDue(seen)) {
            endings.end(by.settled(), tenant, started.call(), CallEnd.withoutAgent(seen));
        }
        if (unsent.isPresent()) {
            throw unsent.get();
        }
        return new StartedCall(started.call(), started.token(), seen);
    }

    /** Of these rooms, those that never had a call. */
    public Set<String> unknown(Principal by, TenantId tenant, Set<String> rooms) {
        Set<String> unknown = new HashSet<>(rooms);
        if (!rooms.isEmpty()) {
            unknown.removeAll(ledger.read(by, tenant, tx -> CallStore.roomsOfCalls(tx, rooms)));
        }
        return unknown;
    }

    /**
     * Takes over a call that LiveKit has begun by itself: from now on it is recorded, watched and ended like any other. Empty
     * if the room has a call already.
     *
     * @throws Problem {@code budget_exhausted}, {@code concurrency_exhausted}: the caller of this closes the room
     */
    public Optional<CallId> found(Principal by, TenantId tenant, Call.Found call, StartCall.Alongside also) {
        return found.take(by, tenant, call, also);
    }

    /** Waits for the agent of a call that was just started; false if it is not in the room in time. */
    public boolean agentJoins(Principal by, StartedCall started) {
        return awaitAgent(by.settled(), started.dispatch(), config.joinTimeout())
                        .status()
                == Status.JOINED;
    }

    /**
     * Waits for the agent of a call that was just started, for at most {@code patience}; ends the call if it has not come by
     * then.
     *
     * @throws Problem {@code agent_not_available}, or {@code provider_unavailable} if LiveKit could not even be told: the call
     *     has ended, and its room is closed
     */
    public void requireAgent(Principal by, StartedCall started, Duration patience) {
        Dispatch seen = awaitAgent(by.settled(), started.dispatch(), patience);
        if (seen.status() == Status.JOINED) {
            return;
        }
        endings.end(by.settled(), seen.tenant(), started.id(), CallEnd.NO_AGENT);
        throw UnsentCall.neverCame(seen);
    }

    private Dispatch begin(Principal by, Dispatches.Requested requested, StartCall.Wait wait) {
        return awaited(
                requested.dispatch(),
                config.joinTimeout(),
                until -> doors.dispatches().begin(by, requested, seen -> isOver(wait, seen), until));
    }

    private Dispatch awaitAgent(Principal by, Dispatch dispatch, Duration patience) {
        return awaited(
                dispatch,
                patience,
                until -> doors.dispatches().await(by, dispatch, seen -> isOver(StartCall.Wait.JOINED, seen), until));
    }

    private interface Waiting {
        Dispatch until(Instant end) throws InterruptedException;
    }

    private Dispatch awaited(Dispatch known, Duration patience, Waiting waiting) {
        try {
            return waiting.until(clock.instant().plus(patience));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return known;
        }
    }

    private static boolean isOver(StartCall.Wait wait, Dispatch seen) {
        return wait == StartCall.Wait.SENT ? seen.status() != Status.REQUESTED : isSettled(seen.status());
    }

    private static boolean isSettled(Status status) {
        return switch (status) {
            case REQUESTED, SENT, ACCEPTED, LOST -> false;
            case JOINED, ENDING, COMPLETED, FAILED -> true;
        };
    }

    /**
     * What else is known of a call.
     *
     * @param phone  its phone's side, with the numbers; null if it is not by phone
     * @param people who is in its room, or who was, too
     */
    record About(@Nullable PhoneView phone, List<Participation> people) {}

    /** A call, and what else is known of it. */
    record Listed(Call call, About about) {}

    /** The tenant's calls that match, newest first. */
    Page<Listed> list(Principal by, TenantId tenant, CallFilter filter, Page.Request page) {
        return ledger.read(by, tenant, tx -> {
            Page<Call> calls = CallStore.list(tx, onWire(tx, filter), page);
            Set<CallId> ids = calls.items().stream().map(Call::id).collect(Collectors.toSet());
            Map<CallId, PhoneView> phones = ids.isEmpty() ? Map.of() : phone.of(tx, ids);
            Set<String> live = calls.items().stream()
                    .filter(Call::open)
                    .map(call -> call.room().name())
                    .collect(Collectors.toSet());
            Map<String, List<Participation>> inside = Participants.inside(tx, live);
            return calls.map(call -> new Listed(call, new About(phones.get(call.id()), inside(call, inside))));
        });
    }

    private static List<Participation> inside(Call call, Map<String, List<Participation>> inside) {
        return call.open() ? inside.getOrDefault(call.room().name(), List.of()) : List.of();
    }

    private static CallFilter onWire(Tx tx, CallFilter filter) {
        if (filter.room() == null) {
            return filter;
        }
        String room = RoomNames.onWire(Tenants.living(tx).slug(), "room", filter.room());
        return new CallFilter(filter.open(), filter.agentSlug(), filter.userId(), room, filter.from(), filter.to());
    }

    /** One call; {@code not_found} if the tenant has none with that id. */
    public Call get(Principal by, TenantId tenant, CallId id) {
        return ledger.read(by, tenant, tx -> CallStore.find(tx, id)).orElseThrow(Calls::unknown);
    }

    /** The identity of the call's agent, if it is in the room. */
    public Optional<String> agentIn(Principal by, TenantId tenant, CallId id) {
        return doors.dispatches().ofCall(by, tenant, id.value()).stream()
                .filter(one -> one.status() == Status.JOINED)
                .map(Dispatch::joined)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** When an agent was first seen in the call's room; empty if none was. */
    public Optional<Instant> agentJoinedAt(Principal by, TenantId tenant, CallId id) {
        return doors.dispatches().ofCall(by, tenant, id.value()).stream()
                .map(Dispatch::joinedAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder());
    }

    /** What else is known of a call, with everybody who is or was in its room. */
    About about(Principal by, TenantId tenant, CallId id) {
        return ledger.read(
                by, tenant, tx -> new About(phone.of(tx, Set.of(id)).get(id), Participants.ofCall(tx, id.value())));
    }

    /**
     * Ends a call: its agent leaves, its room closes and everybody whose token names it is evicted, unless another call is
     * going on there, and its reservation is settled. A call that has already ended is returned as it is.
     */
    public Call end(Principal by, TenantId tenant, CallId id) {
        return endings.end(by, tenant, id, CallEnd.REQUESTED);
    }

    /** Removes a participant from a call's room, and keeps them out until their last token has expired (T4). */
    public void removeParticipant(Principal by, TenantId tenant, CallId id, String identity) {
        Call call = ledger.change(by, tenant, change -> {
            Call found = CallStore.find(change.tx(), id).orElseThrow(Calls::unknown);
            String room = found.room().name();
            doors.evictions().evictParticipant(change, room, identity);
            Dispatches.agentRemoved(change, room, identity);
            String detail = Json.text(Map.of("room", room, "identity", identity));
            change.append(Draft.of(by, change.now(), "call.participant.remove", id.value(), detail));
            return found;
        });
        doors.projects()
                .reached(
                        tenant,
                        call.room().credentialVersion(),
                        project -> project.removeParticipant(call.room().name(), identity));
    }

    /** Something may have happened in these rooms of the tenant: the job looks at their calls next (D6). */
    public void hint(Principal.SystemJob by, TenantId tenant, Set<String> rooms) {
        ledger.store(by, tenant, tx -> CallStore.hint(tx, rooms, clock.instant()));
    }

    private static Problem unknown() {
        return Problem.notFound("call");
    }
}
