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
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.sandbox.AgentSpec;
import dev.stagedoor.sandbox.ParticipantView;
import dev.stagedoor.sandbox.Sandbox;
import dev.stagedoor.sandbox.SandboxClock;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The driver proves the basis of each send right before it, at the epoch seen when storing its intent. */
class DriverTest {
    private final TurnableClock clock = TurnableClock.at(Given.START);
    private final Sandbox sandbox = new Sandbox(SandboxSettings.stepped(SandboxClock.at(Given.START), 1));
    private final MemoryDispatchStore store = new MemoryDispatchStore();
    private final List<String> done = new ArrayList<>();
    private final List<Authorization> answers = new ArrayList<>();
    private boolean slow;
    private boolean known;
    private int lockedOutFor;
    private int saves;
    private int calls;
    private DispatchId newest = Given.ID;
    private final Driver driver =
            new Driver(new Planner(DispatchTiming.STANDARD), new Counted(), new TestEnvironment(), clock);

    private Driver.Round drive(Dispatch dispatch) {
        Instant until = clock.instant().plus(Driver.LEASE);
        store.insert(dispatch, until, List.of());
        return driver.drive(DispatchStore.Lease.first(dispatch, 1, until));
    }

    @Test
    void a_round_that_sends_asks_once_more_right_before_it() {
        drive(Given.anyRoom());

        assertThat(done).containsExactly("asked", "looked", "asked", "sent");
    }

    @Test
    void a_round_that_only_looks_asks_once() {
        sandbox.state().join(Given.ROOM, "alice");

        drive(Given.sent());

        assertThat(done).containsExactly("asked", "looked");
    }

    @Test
    void what_is_withdrawn_between_the_look_and_the_sending_is_not_sent() {
        answers.add(Authorization.GRANTED);
        answers.add(Authorization.WITHDRAWN);

        Driver.Round round = drive(Given.anyRoom());

        assertThat(done).containsExactly("asked", "looked", "asked");
        assertThat(round.next()).isNull();
        assertThat(store.get(Given.ID).status()).isEqualTo(Status.FAILED);
        assertThat(store.get(Given.ID).end()).isEqualTo(EndReason.NO_LONGER_ALLOWED);
    }

    @Test
    void the_first_sending_is_proved_too() {
        answers.add(Authorization.WITHDRAWN);
        Dispatch first = Given.newRoom().startingInNewRoom();
        Instant until = clock.instant().plus(Driver.LEASE);
        store.insert(first, until, List.of());

        driver.sendFirst(DispatchStore.Lease.first(first, 1, until));

        assertThat(done).containsExactly("asked");
        assertThat(sandbox.state().listRooms(List.of())).isEmpty();
    }

    @Test
    void the_lease_outlives_a_round_however_slow_livekit_is() {
        sandbox.state().join(Given.ROOM, "alice");
        sandbox.state().createDispatch(Given.ROOM, ours(1));
        slow = true;
        Instant until = clock.instant().plus(Driver.LEASE);
        Dispatch ending = Given.sent().ending(EndReason.CANCELLED, clock.instant());
        store.insert(ending, until, List.of());

        driver.drive(DispatchStore.Lease.first(ending, 1, until));

        assertThat(done).containsSubsequence("looked", "taken back");
    }

    @Test
    void where_no_credential_opens_the_server_no_node_holds_it() {
        lockedOutFor = Integer.MAX_VALUE;

        Driver.Round round = drive(Given.sent().ending(EndReason.CREDENTIAL_REVOKED, clock.instant()));

        assertThat(round.next()).isNull();
        assertThat(store.heldUntil(Given.ID)).isEqualTo(clock.instant());
        assertThat(store.round(clock.instant(), Set.of(), 1)).isEmpty();
        store.lookAgain(clock.instant());
        assertThat(store.round(clock.instant(), Set.of(), 1)).hasSize(1);
    }

    @Test
    void a_credential_that_is_put_while_it_is_laid_down_is_not_missed() {
        sandbox.state().join(Given.ROOM, "alice");
        lockedOutFor = 1;

        Driver.Round round = drive(Given.sent().ending(EndReason.CREDENTIAL_REVOKED, clock.instant()));

        assertThat(done).contains("looked");
        assertThat(round.next()).isNotNull();
    }

    /** Its agent joined a minute ago and has answered; the round before this one looked. */
    private Driver.Round calm(boolean unchanged) {
        sandbox.state().join(Given.ROOM, "alice");
        sandbox.state().registerWorker(Given.AGENT, WorkerBehaviour.joins());
        sandbox.state().createDispatch(Given.ROOM, ours(1));
        sandbox.advance(Duration.ofSeconds(10));
        String agent = sandbox.state().listParticipants(Given.ROOM).stream()
                .filter(ParticipantView::agent)
                .map(ParticipantView::identity)
                .findFirst()
                .orElseThrow();
        clock.turn(Duration.ofMinutes(1));
        known = unchanged;
        return drive(Given.joined(agent).heard(clock.instant()));
    }

    @Test
    void a_room_that_is_known_to_be_as_it_was_is_not_looked_at_until_a_hint_comes() {
        Driver.Round before = calm(true);
        done.clear();
        clock.turn(DispatchTiming.STANDARD.watchInterval());

        Driver.Round asked = driver.again(before);
        Driver.Round quiet = driver.again(asked);

        assertThat(done).containsExactly("asked", "known");
        driver.hinted(quiet);
        assertThat(done).endsWith("asked", "looked");
    }

    @Test
    void one_that_may_have_changed_is_looked_at() {
        Driver.Round before = calm(false);
        done.clear();
        clock.turn(DispatchTiming.STANDARD.watchInterval());

        driver.again(driver.again(before));

        assertThat(done).containsExactly("asked", "known", "looked");
    }

    /** A new call's dispatch, as it is when its request has been committed, is sent; the round ends when it has to wait. */
    private Driver.Round begin() {
        done.clear();
        saves = 0;
        Dispatch first = Given.newRoom(++calls, clock.instant()).startingInNewRoom();
        newest = first.id();
        Instant until = clock.instant().plus(Driver.LEASE);
        store.insert(first, until, List.of());
        return driver.sendFirst(DispatchStore.Lease.first(first, 1, until));
    }

    private Driver.Round after(Driver.Round round) {
        Duration pause = Duration.between(clock.instant(), round.next());
        clock.turn(pause);
        sandbox.advance(pause);
        return driver.again(round);
    }

    /** It hides those of its first call, and the next one's look learns that it no longer does. */
    private void projectThatShowsJobsAtOnce() {
        sandbox.state().registerWorker(Given.AGENT, WorkerBehaviour.joins());
        begin();
        clock.turn(Duration.ofSeconds(10));
        sandbox.advance(Duration.ofSeconds(10));
        after(after(begin()));
        assertThat(done).contains("looked");
    }

    @Test
    void a_call_costs_three_calls_and_two_saves_until_its_agent_is_in() {
        projectThatShowsJobsAtOnce();

        Driver.Round sent = begin();
        assertThat(store.get(newest).status()).isEqualTo(Status.SENT);
        after(after(sent));

        assertThat(store.get(newest).status()).isEqualTo(Status.JOINED);
        assertThat(done).containsExactly("asked", "sent", "asked", "peeked", "asked", "peeked");
        assertThat(saves).as("sent; joined").isEqualTo(2);
    }

    @Test
    void a_room_is_looked_at_where_it_is_not_known_that_jobs_are_shown_at_once() {
        sandbox.state().registerWorker(Given.AGENT, WorkerBehaviour.joins());

        after(begin());

        assertThat(done).containsExactly("asked", "sent", "asked", "looked");
    }

    @Test
    void looks_that_find_nothing_new_are_not_stored_as_long_as_the_lease_lasts() {
        Driver.Round round = begin();
        assertThat(saves).as("sent").isEqualTo(1);
        assertThat(round.next()).isEqualTo(clock.instant().plusMillis(300));

        round = after(round);
        assertThat(round.next())
                .as("between the first looks")
                .isEqualTo(clock.instant().plusMillis(300));
        round = after(round);
        assertThat(round.next()).as("then").isEqualTo(clock.instant().plusMillis(600));
        round = after(round);
        assertThat(round.next())
                .as("and from then on")
                .isEqualTo(clock.instant().plusSeconds(1));

        assertThat(saves).as("sent, and that the room was seen").isEqualTo(2);
        int before = saves;
        driver.hinted(round);
        assertThat(saves).as("somebody may have asked to end it").isEqualTo(before + 1);
    }

    @Test
    void what_is_asked_for_on_another_node_is_seen_within_two_seconds() {
        Driver.Round round = begin();
        store.ask(newest, EndReason.CANCELLED, clock.instant());
        Instant end = clock.instant().plus(Duration.ofSeconds(2));

        while (store.get(newest).end() == null && clock.instant().isBefore(end)) {
            round = after(round);
        }

        assertThat(store.get(newest).end()).isEqualTo(EndReason.CANCELLED);
    }

    /** Counts what is saved. */
    private final class Counted implements DispatchStore {
        @Override
        public Optional<Lease> take(TenantId tenant, DispatchId id, Instant now, Duration lease) {
            return store.take(tenant, id, now, lease);
        }

        @Override
        public int lostSince(TenantId tenant, Instant then) {
            return store.lostSince(tenant, then);
        }

        @Override
        public Optional<Lease> save(Lease held, Dispatch next, Instant now, Instant nextAt, Instant leaseUntil) {
            saves++;
            return store.save(held, next, now, nextAt, leaseUntil);
        }
    }

    private static AgentSpec ours(int attempt) {
        return new AgentSpec(Given.AGENT, "{\"dispatch_id\":\"" + Given.ID.value() + "\",\"attempt\":" + attempt + "}");
    }

    /** The call takes as long as a call can; the node still holds the dispatch when it ends. */
    private void call(String what) {
        done.add(what);
        if (slow) {
            clock.turn(LiveKitRooms.LONGEST_CALL);
            assertThat(store.heldUntil(Given.ID))
                    .as("the lease when it was " + what)
                    .isAfter(clock.instant());
        }
    }

    private final class TestEnvironment implements DispatchEnvironment {
        @Override
        public Authorization authorization(Dispatch dispatch, long epoch) {
            done.add("asked");
            return answers.isEmpty() ? Authorization.GRANTED : answers.removeFirst();
        }

        @Override
        public LiveKitRooms rooms(TenantId tenant, long credentialVersion) {
            return lockedOutFor-- > 0 ? NoRooms.lockedOut() : new Told(new SandboxRooms(sandbox, () -> {}));
        }
    }

    /** Records the calls made to the rooms. */
    private final class Told extends PassedOn {
        Told(LiveKitRooms rooms) {
            super(rooms);
        }

        @Override
        public RoomView look(String room) {
            call("looked");
            return super.look(room);
        }

        @Override
        public RoomView peek(String room) {
            call("peeked");
            return super.peek(room);
        }

        @Override
        public boolean isAsItWas(String room, Instant then) {
            done.add("known");
            return known;
        }

        @Override
        public SendResult createRoom(NewRoom room) {
            call("sent");
            return super.createRoom(room);
        }

        @Override
        public SendResult createDispatch(String room, String agentName, String metadata) {
            call("sent");
            return super.createDispatch(room, agentName, metadata);
        }

        @Override
        public void deleteDispatch(String room, String livekitId) {
            call("taken back");
            super.deleteDispatch(room, livekitId);
        }

        @Override
        public void removeParticipant(String room, String identity) {
            call("removed");
            super.removeParticipant(room, identity);
        }
    }
}
