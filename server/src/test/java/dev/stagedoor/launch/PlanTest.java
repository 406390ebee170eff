// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.workers.WorkerState;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.launch.Plan.Action;
import dev.stagedoor.launch.PoolTurn.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is to be done about an agent's workers")
class PlanTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final TenantId ACME = new TenantId("ten_" + "a".repeat(26));
    private static final String HERE = "nod_here";
    private static final WorkerSpec SPEC = new WorkerSpec(
            "process",
            "demo",
            List.of(),
            new WorkerSpec.Resources(1000, 512, 64),
            Map.of(),
            null,
            Duration.ofMinutes(10));

    private final List<Launched> generations = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private final List<Sighting> seen = new ArrayList<>();
    private Set<Long> usable = Set.of(1L, 2L);
    private String node = HERE;

    private static Launched.Inputs by(long version) {
        return new Launched.Inputs(SPEC, "demo", version, Map.of());
    }

    private static Launched generation(Plan plan, long number) {
        return Objects.requireNonNull(plan.generations().get(number));
    }

    private Launched generation(long number, long version) {
        Launched launched = new Launched(number, by(version), Launched.Failures.NONE, null);
        generations.add(launched);
        return launched;
    }

    private Worker worker(long generation, String name, WorkerState state) {
        Worker worker = new Worker(
                "wrk_" + name,
                new Worker.Place("demo", generation, "process", name, node),
                1,
                state,
                new Worker.Times(NOW, state == WorkerState.STARTING ? null : NOW, null),
                null,
                Worker.Marks.NONE);
        workers.add(worker);
        return worker;
    }

    private void runs(long generation, String name, Sighting.Phase phase) {
        seen.add(new Sighting(ref(generation), name, phase, NOW, null, null, 0));
    }

    private void ended(long generation, String name, int code) {
        seen.add(new Sighting(ref(generation), name, Sighting.Phase.EXITED, NOW, code, null, 0));
    }

    private static GenerationRef ref(long generation) {
        return new GenerationRef(ACME, "acme", "demo", generation);
    }

    private Plan plan(Known.Wanted wanted, int replicas) {
        return plan(wanted, replicas, NOW);
    }

    private Plan plan(Known.Wanted wanted, int replicas, Instant now) {
        long newest = generations.stream().mapToLong(Launched::number).max().orElse(0);
        Pool pool = new Pool(
                ACME,
                "demo",
                SPEC,
                new Pool.Replicas(replicas, replicas, replicas),
                new Pool.Progress(newest, 1, false, null),
                new Pool.Held(HERE, 1),
                new Pool.Times(NOW, NOW));
        Known known = new Known(pool, "acme", wanted, usable, generations, workers);
        return Plan.of(known, seen, HERE, worker -> false, now);
    }

    @Test
    @DisplayName("nothing runs yet: the first generation begins, with as many workers as are wanted")
    void first() {
        Plan plan = plan(new Known.Wanted.Running(by(1)), 2);

        assertThat(plan.begun()).containsExactly(1L);
        assertThat(plan.actions()).containsExactly(new Action.Apply(generation(plan, 1), 2));
    }

    @Test
    @DisplayName("all is as it should be: nothing is asked, and nothing is to be looked at again")
    void steady() {
        generation(1, 1);
        worker(1, "a", WorkerState.READY);
        runs(1, "a", Sighting.Phase.RUNNING);

        Plan plan = plan(new Known.Wanted.Running(by(1)), 1);

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.changed()).isEmpty();
        assertThat(plan.lookAt()).isNull();
    }

    @Test
    @DisplayName("a new credential version: a new generation begins, and the old one serves until that is ready (I2)")
    void newVersion() {
        generation(1, 1);
        worker(1, "a", WorkerState.READY);
        runs(1, "a", Sighting.Phase.RUNNING);

        Plan plan = plan(new Known.Wanted.Running(by(2)), 1);

        assertThat(plan.begun()).containsExactly(2L);
        assertThat(generation(plan, 2).inputs().project()).isEqualTo(2);
        assertThat(generation(plan, 1).isDraining()).isFalse();
        assertThat(plan.actions()).containsExactly(new Action.Apply(generation(plan, 2), 1));
    }

    @Test
    @DisplayName("the new generation is ready: the old one drains for as long as its spec says")
    void drains() {
        generation(1, 1);
        generation(2, 2);
        worker(1, "a", WorkerState.READY);
        worker(2, "b", WorkerState.READY);
        runs(1, "a", Sighting.Phase.RUNNING);
        runs(2, "b", Sighting.Phase.RUNNING);

        Plan plan = plan(new Known.Wanted.Running(by(2)), 1);

        assertThat(generation(plan, 1).drainUntil()).isEqualTo(NOW.plus(SPEC.drain()));
        assertThat(plan.actions()).containsExactly(new Action.Drain(1, SPEC.drain()));
    }

    @Test
    @DisplayName("a draining generation goes when its last worker has ended, or its time is over")
    void drained() {
        generations.add(generation(1, 1).drainingUntil(NOW.plusSeconds(60)));
        generations.removeFirst();
        generation(2, 1);
        worker(1, "a", WorkerState.DRAINING);
        worker(2, "b", WorkerState.READY);
        runs(1, "a", Sighting.Phase.DRAINING);
        runs(2, "b", Sighting.Phase.RUNNING);

        assertThat(plan(new Known.Wanted.Running(by(1)), 1).gone()).isEmpty();
        assertThat(plan(new Known.Wanted.Running(by(1)), 1, NOW.plusSeconds(60)).actions())
                .containsExactly(new Action.Remove(1));
        seen.removeFirst();
        ended(1, "a", 0);
        assertThat(plan(new Known.Wanted.Running(by(1)), 1).gone()).containsExactly(1L);
        assertThat(plan(new Known.Wanted.Running(by(1)), 1).looping()).isEmpty();
    }

    @Test
    @DisplayName("a generation whose credential version was revoked ends at once, whether it serves or drains (K2)")
    void revoked() {
        generation(1, 1);
        generation(2, 2);
        worker(1, "a", WorkerState.READY);
        runs(1, "a", Sighting.Phase.RUNNING);
        usable = Set.of(2L);

        Plan plan = plan(new Known.Wanted.Running(by(2)), 1);

        assertThat(plan.actions()).contains(new Action.Remove(1));
        assertThat(plan.gone()).containsExactly(1L);
    }

    @Test
    @DisplayName("a tenant that may have none: all end at once, and the reason is said")
    void cut() {
        generation(1, 1);
        worker(1, "a", WorkerState.READY);
        runs(1, "a", Sighting.Phase.RUNNING);

        Plan plan = plan(new Known.Wanted.Cut("The tenant is suspended."), 1);

        assertThat(plan.actions()).containsExactly(new Action.Remove(1));
        assertThat(plan.problem()).isEqualTo("The tenant is suspended.");
        assertThat(plan.changed()).singleElement().matches(worker -> !worker.isLive());
    }

    @Test
    @DisplayName("exit code 0 is a failure like any other if nobody asked for it; starts are paused, longer each time")
    void failures() {
        Launched failed = generation(1, 1);
        Instant now = NOW;
        List<Long> pauses = new ArrayList<>();
        for (int times = 1; times <= 12; times++) {
            generations.clear();
            generations.add(failed);
            workers.clear();
            seen.clear();
            worker(1, "a" + times, WorkerState.STARTING);
            ended(1, "a" + times, 0);

            Plan plan = plan(new Known.Wanted.Running(by(1)), 1, now);

            failed = generation(plan, 1);
            Instant retryAt = Objects.requireNonNull(failed.failures().retryAt());
            pauses.add(Duration.between(now, retryAt).toSeconds());
            assertThat(plan.actions()).noneMatch(Action.Apply.class::isInstance);
            assertThat(plan.looping()).hasSize(times == Plan.CRASH_LOOP ? 1 : 0);
            assertThat(plan.problem()).contains("exit code 0");
            now = retryAt;
        }
        assertThat(pauses).startsWith(1L, 2L, 4L, 8L, 16L).endsWith(300L, 300L);
    }

    @Test
    @DisplayName("a worker that was ready for a while has not failed to start: the count begins again")
    void steadyThenEnded() {
        Launched launched = generation(1, 1);
        generations.clear();
        generations.add(launched.with(new Launched.Failures(7, null)));
        worker(1, "a", WorkerState.READY);
        Instant later = NOW.plus(Launched.STEADY);
        seen.add(new Sighting(ref(1), "a", Sighting.Phase.EXITED, later, 1, null, 0));

        Plan plan = plan(new Known.Wanted.Running(by(1)), 1, later);

        assertThat(generation(plan, 1).failures().inRow()).isEqualTo(1);
    }

    @Test
    @DisplayName("workers of a node that is gone did not fail: others are started at once")
    void otherNode() {
        node = "nod_gone";
        generation(1, 1);
        worker(1, "a", WorkerState.READY);

        Plan plan = plan(new Known.Wanted.Running(by(1)), 1);

        assertThat(generation(plan, 1).failures()).isEqualTo(Launched.Failures.NONE);
        assertThat(plan.changed()).singleElement().matches(worker -> !worker.isLive());
        assertThat(plan.actions()).containsExactly(new Action.Apply(generation(plan, 1), 1));
    }

    @Test
    @DisplayName("a worker of a generation that nobody knows is removed")
    void unknown() {
        generation(2, 1);
        worker(2, "b", WorkerState.READY);
        runs(1, "old", Sighting.Phase.RUNNING);
        runs(2, "b", Sighting.Phase.RUNNING);

        assertThat(plan(new Known.Wanted.Running(by(1)), 1).actions()).containsExactly(new Action.Remove(1));
    }

    @Test
    @DisplayName("a generation that never became ready gives way at once when the next one begins")
    void neverReady() {
        generation(1, 1);
        worker(1, "a", WorkerState.STARTING);
        runs(1, "a", Sighting.Phase.RUNNING);

        Plan plan = plan(new Known.Wanted.Running(by(2)), 1);

        assertThat(generation(plan, 1).isDraining()).isTrue();
    }

    @Test
    @DisplayName("a worker that is healthy by its runtime's word is ready, and so is one that said that it registered")
    void ready() {
        generation(1, 1);
        worker(1, "a", WorkerState.STARTING);
        runs(1, "a", Sighting.Phase.HEALTHY);

        Plan plan = plan(new Known.Wanted.Running(by(1)), 1);

        assertThat(plan.readied()).singleElement().matches(Worker::isReady);
    }

    /** A generation of which a worker finishes its calls. */
    private void finishes(long number) {
        generations.add(new Launched(number, by(1), Launched.Failures.NONE, NOW.plusSeconds(3600)));
        worker(number, "w" + number, WorkerState.DRAINING);
        runs(number, "w" + number, Sighting.Phase.DRAINING);
    }

    @Test
    @DisplayName(
            "one spec after another: workers of so many may finish their calls, and until then no more are started (I7)")
    void oneSpecAfterAnother() {
        for (long number = 1; number < Pool.MOST_FINISHING; number++) {
            finishes(number);
        }
        assertThat(plan(new Known.Wanted.Running(by(2)), 1).actions()).hasAtLeastOneElementOfType(Action.Apply.class);

        finishes(Pool.MOST_FINISHING);

        Plan full = plan(new Known.Wanted.Running(by(2)), 1);
        assertThat(full.actions()).noneMatch(Action.Apply.class::isInstance);
        assertThat(full.problem()).contains("still finish their calls");
    }

    @Test
    @DisplayName("more replicas and fewer in turn: those that finish their calls are not replaced without end (I7)")
    void scaledUpAndDown() {
        generation(1, 1);
        for (int i = 0; i < 2 * Pool.MOST_FINISHING; i++) {
            worker(1, "w" + i, WorkerState.DRAINING);
            runs(1, "w" + i, Sighting.Phase.DRAINING);
        }

        assertThat(plan(new Known.Wanted.Running(by(1)), 2).actions()).noneMatch(Action.Apply.class::isInstance);
        seen.removeLast();
        assertThat(plan(new Known.Wanted.Running(by(1)), 2).actions())
                .containsExactly(new Action.Apply(generations.getFirst(), 2));
    }

    @Test
    @DisplayName("a worker that is restarted while it finishes its calls ends now")
    void restartedWhileFinishing() {
        finishes(1);
        Worker finishing = workers.removeFirst();
        workers.add(new Worker(
                finishing.id(),
                finishing.place(),
                finishing.version(),
                finishing.state(),
                finishing.times(),
                null,
                new Worker.Marks(true, 0)));
        generation(2, 1);
        worker(2, "b", WorkerState.READY);
        runs(2, "b", Sighting.Phase.RUNNING);

        assertThat(plan(new Known.Wanted.Running(by(1)), 1).actions())
                .containsExactly(new Action.Dismiss(1, workers.getFirst()));
    }
}
