// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.dispatch.plan.Authorization;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.dispatch.plan.Given;
import dev.stagedoor.dispatch.plan.Planner;
import dev.stagedoor.dispatch.plan.RoomView;
import dev.stagedoor.dispatch.plan.SendResult;
import dev.stagedoor.dispatch.plan.Status;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.Sandbox;
import dev.stagedoor.sandbox.SandboxClock;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.SandboxWorker;
import dev.stagedoor.sandbox.TwirpCode;
import dev.stagedoor.sandbox.WorkerBehaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One random history of one dispatch: nodes that die between any two operations, a LiveKit that loses calls, workers
 * that are slow, missing, late or killed, agents that vanish or fall silent, people who come and go, a credential that is
 * revoked. Everything follows from the seed; time is stepped.
 */
final class Histories {
    private static final Duration TICK = Duration.ofMillis(200);
    static final int TROUBLE_UNTIL = 90;
    private static final int ASKED_AT_LATEST = 120;
    private static final int OVER_AT = 200;
    private static final List<SandboxMethod> USED = List.of(
            SandboxMethod.CREATE_ROOM,
            SandboxMethod.CREATE_DISPATCH,
            SandboxMethod.LIST_ROOMS,
            SandboxMethod.LIST_PARTICIPANTS,
            SandboxMethod.LIST_DISPATCH,
            SandboxMethod.DELETE_DISPATCH,
            SandboxMethod.REMOVE_PARTICIPANT);

    /** The node is dead. What it held stays leased for a while. */
    private static final class NodeDied extends RuntimeException {
        private static final long serialVersionUID = 1;

        NodeDied() {
            super("the node died", null, false, false);
        }
    }

    private final Random chance;
    private final SandboxClock clock = SandboxClock.at(Given.START);
    private final Sandbox sandbox;
    private final MemoryDispatchStore store = new MemoryDispatchStore();
    private final SandboxRooms rooms;
    private final LiveKitRooms usedRooms;
    private final Planted fault;
    private final LastKill lastKill;
    private final Guests guests;
    private final Driver driver;
    private final Promises promises;
    private final boolean nodesDie;
    private final int troublesome;
    /** Only agents have troubles, so that there is one to the end. */
    private final boolean gentle;
    /** Its agent stays, and people come and go. */
    private final boolean sociable;

    private Authorization authorization = Authorization.GRANTED;
    private Driver.@Nullable Round held;
    private boolean lockedOut;
    private Instant behindUntil = Instant.MIN;
    private @Nullable SandboxWorker worker;

    Histories(long seed) {
        this(seed, Planted.NOTHING);
    }

    /** With a fault in the code, which some history must find. */
    Histories(long seed, Planted fault) {
        this.fault = fault;
        this.chance = new Random(seed);
        this.sandbox = new Sandbox(SandboxSettings.stepped(clock, seed));
        this.rooms = new SandboxRooms(sandbox, this::mayDie);
        this.usedRooms = fault.in(new Watched());
        this.driver =
                new Driver(new Planner(fault.in(DispatchTiming.STANDARD)), new Mortal(), new TestEnvironment(), clock);
        this.lastKill = new LastKill(sandbox.state());
        this.guests = new Guests(sandbox.state(), chance);
        this.promises = new Promises(sandbox.state(), this::seconds);
        this.nodesDie = chance.nextInt(3) > 0;
        this.troublesome = 4 + chance.nextInt(100);
        this.gentle = chance.nextInt(3) == 0;
        this.sociable = gentle && chance.nextInt(4) == 0;
    }

    /** Plays it to the end, checking the guarantees at every step; returns the resulting dispatch. */
    Dispatch play() {
        begin();
        while (seconds() < OVER_AT) {
            clock.advance(TICK);
            sandbox.state().now();
            happen();
            node();
            boolean able = held != null && !rooms.disturbed() && !lockedOut && !behindUntil.isAfter(clock.instant());
            promises.look(able, TICK);
            boolean watching = able && store.get(Given.ID).status() == Status.JOINED;
            promises.sees(watching, rooms.people(), TICK);
            lastKill.check(seconds(), store.get(Given.ID));
        }
        Dispatch last = store.get(Given.ID);
        promises.ended(last, told());
        return last;
    }

    /** What the receipt tells. */
    List<Status> told() {
        return store.receipt().stream().map(Receipt::status).toList();
    }

    /** Whether the last agent was killed and replaced. */
    boolean lastWasReplaced() {
        return lastKill.isChecked();
    }

    private double seconds() {
        return Duration.between(Given.START, clock.instant()).toMillis() / 1000.0;
    }

    private void begin() {
        boolean fresh = chance.nextBoolean() && !gentle;
        if (gentle) {
            worker = sandbox.state().registerWorker(Given.AGENT, WorkerBehaviour.joins());
            sandbox.state().join(Given.ROOM, "alice");
        } else if (chance.nextInt(5) > 0) {
            worker = sandbox.state().registerWorker(Given.AGENT, behaviour(), behaviour(), behaviour());
        }
        if (chance.nextBoolean()) {
            sandbox.state().warmWorkers();
        }
        if (!fresh && chance.nextBoolean()) {
            sandbox.state().join(Given.ROOM, "alice");
        }
        for (int faults = chance.nextInt(4); faults > 0; faults--) {
            fail();
        }
        Dispatch asked = fresh ? Given.newRoom().startingInNewRoom() : Given.anyRoom();
        store.insert(asked, clock.instant().plus(Driver.LEASE), List.of());
        DispatchStore.Lease lease =
                DispatchStore.Lease.first(asked, 1, clock.instant().plus(Driver.LEASE));
        living(() -> fresh ? driver.sendFirst(lease) : driver.drive(lease));
    }

    private WorkerBehaviour behaviour() {
        WorkerBehaviour does = switch (chance.nextInt(6)) {
            case 0 -> WorkerBehaviour.acceptsOnly();
            case 1 -> WorkerBehaviour.refuses();
            case 2, 3 -> WorkerBehaviour.joinsBetween(Duration.ZERO, Duration.ofSeconds(8));
            default -> WorkerBehaviour.joins();
        };
        return chance.nextInt(4) == 0 ? does.crashing(Duration.ofSeconds(5), Duration.ofSeconds(3)) : does;
    }

    /** What happens apart from the node. */
    private void happen() {
        if (sociable) {
            guests.comeAndGo();
        } else {
            trouble();
        }
        if (seconds() > ASKED_AT_LATEST) {
            store.ask(Given.ID, EndReason.CALL_ENDED, clock.instant());
        }
    }

    private void trouble() {
        if (seconds() > TROUBLE_UNTIL) {
            sandbox.faults().clear();
            if (worker != null
                    && held != null
                    && held.next() != null
                    && lastKill.isDue(seconds(), store.get(Given.ID))) {
                lastKill.happen(store.get(Given.ID));
                worker.kill();
                worker = sandbox.state().registerWorker(Given.AGENT, WorkerBehaviour.joins());
            }
            if (lockedOut) {
                lockedOut = false;
                store.lookAgain(clock.instant());
            }
        } else if (chance.nextInt(troublesome) == 0) {
            fail();
        }
        if (seconds() < TROUBLE_UNTIL) {
            beside(chance.nextInt(1000));
        }
    }

    private void fail() {
        sandbox.faults().times(1 + chance.nextInt(3), fault(), USED.get(chance.nextInt(USED.size())));
    }

    private void beside(int what) {
        switch (gentle ? Math.max(what, 11) : what) {
            case 0 -> store.ask(Given.ID, EndReason.CANCELLED, clock.instant());
            case 1 -> authorization = Authorization.WITHDRAWN;
            case 2 -> {
                store.ask(Given.ID, EndReason.CALL_ENDED, clock.instant());
                closeRoom();
            }
            case 3 -> closeRoom();
            case 4, 5 -> sandbox.state().join(Given.ROOM, "alice");
            case 6 -> sandbox.state().leave(Given.ROOM, "alice");
            case 7 -> stopWorker();
            case 8, 9 -> sandbox.state().coolWorkers();
            case 10 -> lockedOut = true;
            default -> toAgents(what);
        }
    }

    private void toAgents(int what) {
        switch (what) {
            case 12, 13, 14, 15, 16, 17, 18 ->
                someAgent().ifPresent(one -> sandbox.state().vanish(Given.ROOM, one));
            case 19, 20, 21 -> someAgent().ifPresent(this::silence);
            case 22, 23 -> someAgent().ifPresent(one -> sandbox.state().leave(Given.ROOM, one));
            case 24, 25 -> killWorker();
            case 26, 27 -> behindUntil = clock.instant().plusSeconds(1 + chance.nextInt(30));
            default -> {
                // Most of the time nothing happens.
            }
        }
    }

    private void closeRoom() {
        if (!sandbox.state().listRooms(List.of(Given.ROOM)).isEmpty()) {
            sandbox.state().deleteRoom(Given.ROOM);
        }
    }

    private Optional<String> someAgent() {
        return promises.agents().stream().map(RoomView.Agent::identity).findFirst();
    }

    private void silence(String agent) {
        sandbox.state().silence(Given.ROOM, agent, Duration.ofMillis(200 + chance.nextInt(15_000)));
    }

    private void killWorker() {
        if (worker != null) {
            worker.kill();
        }
        worker = !gentle && chance.nextInt(3) == 0
                ? null
                : sandbox.state().registerWorker(Given.AGENT, gentle ? WorkerBehaviour.joins() : behaviour());
    }

    private void stopWorker() {
        SandboxWorker running = worker;
        if (running != null) {
            running.stop();
        }
        worker = sandbox.state().registerWorker(Given.AGENT, WorkerBehaviour.joins());
    }

    private Fault fault() {
        return switch (chance.nextInt(6)) {
            case 0 -> Fault.droppedBefore();
            case 1 -> Fault.droppedAfter();
            case 2 -> Fault.tooManyRequests(Duration.ofSeconds(1));
            case 3 -> Fault.failed(TwirpCode.UNAVAILABLE, "busy").afterEffect();
            case 4 -> Fault.landsLate(Duration.ofMillis(500 + chance.nextInt(7000)));
            default -> Fault.repeated();
        };
    }

    /** One node at a time; another takes over when a dead one's lease has expired. */
    private void node() {
        if (behindUntil.isAfter(clock.instant()) && seconds() < TROUBLE_UNTIL) {
            return;
        }
        Driver.Round round = held;
        Instant next = round == null ? null : round.next();
        if (round != null && next != null) {
            watch(round);
            if (round.equals(held) && !next.isAfter(clock.instant())) {
                living(() -> driver.again(round));
            }
            return;
        }
        for (DueRows.Row due : store.round(clock.instant(), Set.of(), 1)) {
            Optional<DispatchStore.Lease> taken =
                    store.take(due.tenant(), new DispatchId(due.id()), clock.instant(), Driver.LEASE);
            taken.ifPresent(lease -> living(() -> driver.drive(lease)));
        }
    }

    /** Apart from its dispatch, the node watches the room. */
    private void watch(Driver.Round round) {
        living(() -> fault.hears(rooms.beat()) ? driver.hinted(round) : round);
    }

    private void living(Supplier<Driver.Round> round) {
        try {
            held = round.get();
        } catch (NodeDied dead) {
            held = null;
            rooms.forget();
        }
    }

    private void mayDie() {
        if (nodesDie && seconds() < TROUBLE_UNTIL && chance.nextInt(60) == 0) {
            throw new NodeDied();
        }
    }

    private final class TestEnvironment implements DispatchEnvironment {
        @Override
        public Authorization authorization(Dispatch dispatch, long epoch) {
            return fault == Planted.ALWAYS_ALLOWED ? Authorization.GRANTED : authorization;
        }

        @Override
        public LiveKitRooms rooms(TenantId tenant, long credentialVersion) {
            return lockedOut ? NoRooms.lockedOut() : usedRooms;
        }
    }

    /** The store, used by a node that can die at any moment. */
    private final class Mortal implements DispatchStore {
        @Override
        public int lostSince(TenantId tenant, Instant then) {
            return store.lostSince(tenant, then);
        }

        @Override
        public Optional<Lease> take(TenantId tenant, DispatchId id, Instant now, Duration lease) {
            return store.take(tenant, id, now, lease);
        }

        @Override
        public Optional<Lease> save(Lease lease, Dispatch next, Instant now, Instant nextAt, Instant leaseUntil) {
            mayDie();
            if (next.status() == Status.JOINED && lease.dispatch().status() != Status.JOINED) {
                promises.joined(next);
            }
            if (next.status() == Status.LOST && lease.dispatch().status() == Status.JOINED) {
                promises.lost(lease.dispatch(), next);
            }
            Optional<Lease> kept = store.save(lease, next, now, nextAt, leaseUntil);
            mayDie();
            return kept;
        }
    }

    /** LiveKit, where nothing is sent that is no longer allowed. */
    private final class Watched extends PassedOn {
        Watched() {
            super(rooms);
        }

        @Override
        public SendResult createRoom(NewRoom room) {
            allowed();
            return super.createRoom(room);
        }

        @Override
        public SendResult createDispatch(String room, String agentName, String metadata) {
            allowed();
            return super.createDispatch(room, agentName, metadata);
        }

        private void allowed() {
            assertThat(authorization).as("at %s s", seconds()).isEqualTo(Authorization.GRANTED);
        }
    }
}
