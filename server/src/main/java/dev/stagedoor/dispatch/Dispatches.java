// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Tx;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.DispatchSpec;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.dispatch.plan.Status;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The door to dispatches: they are requested within a change, driven after its commit, and observed by their receipts.
 */
public final class Dispatches {
    /** How often a reader polls for what other nodes have saved. */
    static final Duration LOOK = Duration.ofMillis(500);

    /** How often it looks where this node drives the dispatch, and tells what it saves. */
    private static final Duration LOOK_AT_OWN = Duration.ofSeconds(5);

    /**
     * The agents in the tenant's rooms under identities that their workers chose, instead of LiveKit's {@code agent-…}. The
     * epoch rises when one joins or leaves.
     */
    public static final Facet<TenantId, Set<NamedAgent>> NAMED_AGENTS =
            new Facet<>("named agents", (tx, tenant) -> DispatchRowStore.namedAgents(tx));

    private final Ledger ledger;
    private final DispatchRunner runner;
    private final DispatchWatches watches;
    private final Servers servers;
    private final Clock clock;

    /** Whether two versions of the tenant's credential name the same server. */
    interface Servers {
        boolean areOne(Tx tx, long one, long other);
    }

    Dispatches(Ledger ledger, DispatchRunner runner, DispatchWatches watches, Servers servers, Clock clock) {
        this.ledger = ledger;
        this.servers = servers;
        this.runner = runner;
        this.watches = watches;
        this.clock = clock;
    }

    /** An agent in a room, under an identity that its worker chose. */
    public record NamedAgent(String room, String identity) {}

    /**
     * The result of a request.
     *
     * @param isNew false if the room and agent name already had a live dispatch, which is then returned
     * @param waits whether it waits until an earlier one of the room and agent name is cleaned up
     */
    public record Requested(Dispatch dispatch, boolean isNew, boolean waits, long epoch) {}

    /**
     * Requests an agent, in the transaction of the call or token that needs it. Nothing is sent before {@link #begin},
     * after the commit; if this node dies in between, another node sends it.
     */
    public Requested request(ChangeTx change, DispatchSpec wanted) {
        Optional<Dispatch> live = wanted.target().newRoom()
                ? Optional.empty()
                : DispatchRowStore.live(change.tx(), wanted.room(), wanted.agentName());
        if (live.isPresent()) {
            return new Requested(live.get(), false, false, change.tx().epoch());
        }
        List<DispatchId> leaving = wanted.target().newRoom() ? List.of() : leaving(change.tx(), wanted);
        @Nullable
        Instant earlier = wanted.target().newRoom()
                ? null
                : DispatchRowStore.earlierEndedAt(change.tx(), wanted.room(), wanted.agentName());
        if (!wanted.target().newRoom()) {
            DispatchRowStore.unwatch(change.tx(), wanted);
        }
        DispatchId id = DispatchId.next(change.now());
        Dispatch asked = Dispatch.requested(id, change.tx().tenant(), wanted.after(earlier));
        Dispatch stored = wanted.target().newRoom() ? asked.startingInNewRoom() : asked;
        Instant heldUntil = leaving.isEmpty() ? change.now().plus(Driver.LEASE) : change.now();
        DispatchRowStore.insert(change.tx(), stored, heldUntil, leaving);
        ReceiptStore.append(change.tx(), id, List.of(Receipt.line(asked, change.now())));
        return new Requested(stored, true, !leaving.isEmpty(), change.tx().epoch());
    }

    /**
     * Takes over the dispatch that LiveKit made of an agent in a token, when its holder entered the room: it is looked
     * after like one that was sent, and sent if LiveKit did not, because the room was there already.
     */
    public Requested adopt(ChangeTx change, DispatchSpec wanted) {
        return insert(change, wanted, null);
    }

    /** Takes it over only to take it back: it is not within the tenant's limits. */
    public Requested adoptToEnd(ChangeTx change, DispatchSpec wanted) {
        return insert(change, wanted, EndReason.CANCELLED);
    }

    private static Requested insert(ChangeTx change, DispatchSpec wanted, @Nullable EndReason end) {
        DispatchId id = DispatchId.next(change.now());
        DispatchRowStore.unwatch(change.tx(), wanted);
        Instant earlier = DispatchRowStore.earlierEndedAt(change.tx(), wanted.room(), wanted.agentName());
        Dispatch asked = Dispatch.requested(id, change.tx().tenant(), wanted.after(earlier));
        Dispatch sent = asked.adopted(change.now());
        Dispatch stored = end == null ? sent : sent.ending(end, change.now());
        DispatchRowStore.insert(change.tx(), stored, change.now().plus(Driver.LEASE), List.of());
        ReceiptStore.append(change.tx(), id, Receipt.between(asked, stored, change.now()));
        return new Requested(stored, true, false, change.tx().epoch());
    }

    /** The live dispatch of that room and agent name, unless somebody has asked to end it. */
    public static Optional<Dispatch> live(Tx tx, String room, String agentName) {
        return DispatchRowStore.live(tx, room, agentName);
    }

    /** Whether an earlier dispatch of that room and agent name is being taken back, on the server of that credential. */
    public boolean isLeaving(Tx tx, String room, String agentName, long credentialVersion) {
        return live(tx, room, agentName).isEmpty()
                && !leaving(tx, room, agentName, credentialVersion).isEmpty();
    }

    private List<DispatchId> leaving(Tx tx, DispatchSpec wanted) {
        return leaving(tx, wanted.room(), wanted.agentName(), wanted.credentialVersion());
    }

    /** A room of that name on another server is another room. */
    private List<DispatchId> leaving(Tx tx, String room, String agentName, long credentialVersion) {
        return DispatchRowStore.unfinished(tx, room, agentName).stream()
                .filter(one -> servers.areOne(tx, one.credentialVersion(), credentialVersion))
                .map(DispatchRowStore.Unfinished::dispatchId)
                .toList();
    }

    /** Starts driving it, and returns at once; one that waits is driven later. */
    public void begin(Requested requested) {
        if (requested.isNew() && !requested.waits()) {
            Instant until = requested.dispatch().spec().schedule().createdAt().plus(Driver.LEASE);
            runner.begin(DispatchStore.Lease.first(requested.dispatch(), requested.epoch(), until));
        }
    }

    /** One dispatch; {@code not_found} if the tenant has none with that id. */
    public Dispatch get(Principal by, TenantId tenant, DispatchId id) {
        watches.settle(id);
        return ledger.read(by, tenant, tx -> DispatchRowStore.find(tx, id)).orElseThrow(Dispatches::unknown);
    }

    /** The tenant's dispatches, newest first. */
    public Page<Dispatch> list(Principal by, TenantId tenant, Page.Request page, @Nullable Status status) {
        String wanted = status == null ? null : status.wire();
        return ledger.read(by, tenant, tx -> DispatchRowStore.list(tx, page, wanted));
    }

    /** The dispatches of a call, oldest first. */
    public List<Dispatch> ofCall(Principal by, TenantId tenant, String callId) {
        List<Dispatch> all = ledger.read(by, tenant, tx -> DispatchRowStore.ofCall(tx, callId));
        if (all.stream().noneMatch(one -> watches.isUnsaved(one.id()))) {
            return all;
        }
        all.forEach(one -> watches.settle(one.id()));
        return ledger.read(by, tenant, tx -> DispatchRowStore.ofCall(tx, callId));
    }

    /** Whether the call has an unfinished dispatch, including ones that only a newer version can read. */
    public boolean anyUnfinished(Principal by, TenantId tenant, String callId) {
        return !ledger.read(by, tenant, tx -> DispatchRowStore.unfinishedOfCall(tx, callId))
                .isEmpty();
    }

    /** The lines of the receipt after the first {@code seen}. */
    public List<Receipt.Numbered> receipt(Principal by, TenantId tenant, DispatchId id, int seen) {
        watches.settle(id);
        return ledger.read(by, tenant, tx -> ReceiptStore.receipt(tx, id, seen));
    }

    /** Cancels it and removes its agent. {@code conflict} if it has already ended. */
    public Dispatch cancel(Principal by, TenantId tenant, DispatchId id) {
        ledger.changing(by, tenant, change -> {
            Dispatch dispatch = DispatchRowStore.find(change.tx(), id).orElseThrow(Dispatches::unknown);
            if (!DispatchRowStore.ask(change.tx(), id, EndReason.CANCELLED, change.now())) {
                throw Problem.of(
                        ErrorCode.CONFLICT,
                        "The dispatch has already ended: " + dispatch.status().wire() + ".");
            }
            change.append(Draft.of(by, change.now(), "dispatch.cancel", id.value(), "{}"));
        });
        runner.hint(id);
        return get(by.settled(), tenant, id);
    }

    /** Cancels all live dispatches of a call, within a change. {@link #hint} each after the commit. */
    public List<DispatchId> endOfCall(ChangeTx change, String callId) {
        return DispatchRowStore.unfinishedOfCall(change.tx(), callId).stream()
                .filter(id -> DispatchRowStore.ask(change.tx(), id, EndReason.CALL_ENDED, change.now()))
                .toList();
    }

    /** Whether a live dispatch of the transaction's tenant names that version of the LiveKit credential. */
    public static boolean uses(Tx tx, long credentialVersion) {
        return DispatchRowStore.uses(tx, credentialVersion);
    }

    /** That version was revoked: its live dispatches are no answer to anybody any more, and are ended. */
    public static void revoked(ChangeTx change, long credentialVersion) {
        DispatchRowStore.askAll(change.tx(), credentialVersion, EndReason.CREDENTIAL_REVOKED, change.now());
    }

    /** If that participant is a dispatch's agent, it is not replaced: the tenant wants it out (D5). */
    public static void agentRemoved(ChangeTx change, String room, String identity) {
        DispatchRowStore.askOfAgent(change.tx(), room, identity, EndReason.AGENT_LEFT, change.now());
    }

    /** The tenant has a new version: what no other opened the server for is taken back now. */
    public static void credentialAdded(ChangeTx change) {
        DispatchRowStore.lookAgain(change.tx(), change.now());
    }

    /** Makes the driver look now, if this node drives the dispatch. */
    public void hint(DispatchId id) {
        runner.hint(id);
    }

    /** Makes the drivers of a room's dispatches look now, as far as this node drives them (D6). */
    public void hint(TenantId tenant, String room) {
        runner.hint(tenant, room);
    }

    /**
     * Starts driving it, and waits until it matches; at most until {@code until}, and returns it. What this node does with it
     * is told from memory: that it was sent, even before it is stored.
     */
    public Dispatch begin(Principal by, Requested requested, Predicate<Dispatch> wanted, Instant until)
            throws InterruptedException {
        Dispatch known = requested.dispatch();
        try (DispatchWatches.Watch watch = watches.watch(known.id())) {
            begin(requested);
            boolean ours = requested.isNew() && !requested.waits();
            return await(by, ours ? known : lookAgain(by, known), new Wanted(watch, wanted, until));
        }
    }

    /** Waits until the dispatch, of which {@code known} was seen, matches; at most until {@code until}, and returns it. */
    public Dispatch await(Principal by, Dispatch known, Predicate<Dispatch> wanted, Instant until)
            throws InterruptedException {
        try (DispatchWatches.Watch watch = watches.watch(known.id())) {
            return await(by, lookAgain(by, known), new Wanted(watch, wanted, until));
        }
    }

    private record Wanted(DispatchWatches.Watch watch, Predicate<Dispatch> matches, Instant until) {}

    private Dispatch await(Principal by, Dispatch seen, Wanted wanted) throws InterruptedException {
        Dispatch dispatch = seen;
        while (true) {
            Duration left = Duration.between(clock.instant(), wanted.until());
            if (wanted.matches().test(dispatch) || left.isNegative() || left.isZero()) {
                return dispatch;
            }
            Duration look = runner.drives(dispatch.id()) ? LOOK_AT_OWN : LOOK;
            Dispatch told = wanted.watch().await(left.compareTo(look) < 0 ? left : look);
            dispatch = told == null ? lookAgain(by, dispatch) : told;
        }
    }

    /** Whoever waits has time: while the tenant's share of the database is in use, what was seen before still holds. */
    private Dispatch lookAgain(Principal by, Dispatch seen) {
        try {
            return get(by, seen.tenant(), seen.id());
        } catch (Problem failed) {
            if (failed.code() != ErrorCode.BUSY) {
                throw failed;
            }
            return seen;
        }
    }

    private static Problem unknown() {
        return Problem.notFound("dispatch");
    }
}
