// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.dispatch.plan.Authorization;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.DispatchSpec;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.dispatch.plan.Given;
import dev.stagedoor.dispatch.plan.Planner;
import dev.stagedoor.dispatch.plan.SendResult;
import dev.stagedoor.dispatch.plan.Status;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.sandbox.Sandbox;
import dev.stagedoor.sandbox.SandboxClock;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@DisplayName("An agent comes within seconds though LiveKit says no at once, and a slow one is waited for (D3)")
class BusyWorkersTest {
    private static final Duration TICK = Duration.ofMillis(50);

    private final SandboxClock clock = SandboxClock.at(Given.START);
    private final Sandbox sandbox = new Sandbox(SandboxSettings.stepped(clock, 1));
    private final MemoryDispatchStore store = new MemoryDispatchStore();
    private Runnable beforeRoomIsMade = () -> {};
    private final Driver driver = new Driver(new Planner(DispatchTiming.STANDARD), store, new OneSandbox(), clock);

    private Dispatch requested(String room) {
        Instant now = clock.instant();
        DispatchSpec like = Given.spec(false);
        return Dispatch.requested(
                DispatchId.next(now),
                Given.ACME,
                new DispatchSpec(
                        new DispatchSpec.Target(room, false, Given.AGENT, null),
                        like.briefing(),
                        DispatchSpec.Schedule.from(now, Duration.ofSeconds(60), Duration.ofSeconds(45)),
                        1,
                        null));
    }

    /** Drives it until it has joined or ended; returns the seconds that took. */
    private double settled(Dispatch dispatch) {
        Instant begun = clock.instant();
        Instant until = begun.plus(Driver.LEASE);
        store.insert(dispatch, until, List.of());
        Driver.Round round = driver.drive(DispatchStore.Lease.first(dispatch, 1, until));
        while (round.next() != null && isTrying(store.get(dispatch.id()).status())) {
            clock.advance(TICK);
            sandbox.state().now();
            if (!Objects.requireNonNull(round.next()).isAfter(clock.instant())) {
                round = driver.drive(round.lease());
            }
        }
        return Duration.between(begun, clock.instant()).toMillis() / 1000.0;
    }

    private static boolean isTrying(Status status) {
        return status == Status.REQUESTED || status == Status.SENT || status == Status.ACCEPTED;
    }

    private void worker(WorkerBehaviour... perJob) {
        sandbox.state().registerWorker(Given.AGENT, perJob);
    }

    private static WorkerBehaviour full() {
        return WorkerBehaviour.refuses();
    }

    @RepeatedTest(10)
    void a_worker_that_is_full_for_2_s_costs_4_where_jobs_show_at_once() {
        worker(WorkerBehaviour.joins(), full(), full(), WorkerBehaviour.joins());
        sandbox.state().warmWorkers();
        settled(requested("warming"));

        Dispatch call = requested("lobby");
        assertThat(settled(call)).isBetween(3.0, 4.0);
        assertThat(store.get(call.id()).status()).isEqualTo(Status.JOINED);
        assertThat(store.get(call.id()).attempts()).hasSize(3);
    }

    @RepeatedTest(10)
    void a_worker_that_is_full_for_2_s_costs_7_where_jobs_are_hidden() {
        worker(full(), WorkerBehaviour.joins());

        Dispatch call = requested("lobby");
        assertThat(settled(call)).isBetween(6.0, 7.0);
        assertThat(store.get(call.id()).status()).isEqualTo(Status.JOINED);
    }

    @Test
    void while_it_waits_the_receipt_says_why_and_how_often_it_was_tried() {
        worker(WorkerBehaviour.joins(), full());
        sandbox.state().warmWorkers();
        settled(requested("warming"));
        int before = store.receipt().size();

        Dispatch call = requested("lobby");
        settled(call);

        assertThat(store.get(call.id()).end()).isEqualTo(EndReason.WORKERS_BUSY);
        List<Receipt> lines = store.receipt().subList(before, store.receipt().size());
        assertThat(lines.stream().filter(line -> line.attempt() == 3))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.status()).isEqualTo(Status.SENT);
                    assertThat(line.reason()).isEqualTo(EndReason.WORKERS_BUSY);
                    assertThat(DispatchViews.line(line).detail()).isEqualTo("no worker took it (2 tries)");
                });
    }

    @Test
    void where_no_worker_of_that_name_was_ever_seen_it_says_so() {
        Dispatch call = requested("lobby");
        settled(call);

        assertThat(store.get(call.id()).end()).isEqualTo(EndReason.NO_WORKER);
        assertThat(store.receipt())
                .anySatisfy(
                        line -> assertThat(DispatchViews.line(line).detail()).isEqualTo("no worker took it (1 try)"));
    }

    @Test
    void an_agent_that_takes_12_s_to_join_is_waited_for() {
        worker(WorkerBehaviour.joinsAfter(Duration.ofSeconds(12)));

        Dispatch call = requested("lobby");
        assertThat(settled(call)).isBetween(12.0, 13.5);
        assertThat(store.get(call.id()).status()).isEqualTo(Status.JOINED);
        assertThat(store.get(call.id()).attempts()).as("one attempt").hasSize(1);
    }

    @Test
    void somebody_who_enters_before_the_room_is_made_does_not_wait_for_the_agent() {
        worker(WorkerBehaviour.joins());
        sandbox.state().warmWorkers();
        beforeRoomIsMade = () -> sandbox.state().join("lobby", "alice");

        Dispatch call = requested("lobby");
        assertThat(settled(call)).isLessThan(1.5);
        assertThat(store.get(call.id()).status()).isEqualTo(Status.JOINED);
    }

    private final class OneSandbox implements DispatchEnvironment {
        private final SandboxRooms rooms = new SandboxRooms(sandbox, () -> {});

        @Override
        public Authorization authorization(Dispatch dispatch, long epoch) {
            return Authorization.GRANTED;
        }

        @Override
        public LiveKitRooms rooms(TenantId tenant, long credentialVersion) {
            return new PassedOn(rooms) {
                @Override
                public SendResult createRoom(NewRoom room) {
                    beforeRoomIsMade.run();
                    return super.createRoom(room);
                }
            };
        }
    }
}
