// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.api.workers.WorkerState;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.launch.PoolTurn.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about one agent's workers, from what is wanted, what is stored and what was seen: it asks nobody and
 * stores nothing. A new generation is ready before the one that serves is drained; ends that nobody asked for are paused
 * after, longer each time.
 */
final class Plan {
    /** After something was asked of the runtime, it is looked whether it was done. */
    static final Duration CHECK = Duration.ofSeconds(5);

    /** So many ends in a row that nobody asked for are told. */
    static final int CRASH_LOOP = 3;

    private static final String RESTARTED = "somebody restarted it";

    /** One thing to ask of the runtime. */
    sealed interface Action {
        record Apply(Launched launched, int replicas) implements Action {}

        record Drain(long generation, Duration longest) implements Action {}

        record Remove(long generation) implements Action {}

        record Dismiss(long generation, Worker worker) implements Action {}
    }

    private final Known known;
    private final String node;
    private final Predicate<Worker> registered;
    private final Instant now;

    private final NavigableMap<Long, Launched> generations = new TreeMap<>();
    private final Map<String, Worker> byPlace = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<Long> failing = new HashSet<>();
    private final Map<Long, List<Sighting>> sightings = new TreeMap<>();

    private final List<Worker> live = new ArrayList<>();
    private final List<Worker> changed = new ArrayList<>();
    private final List<Worker> readied = new ArrayList<>();
    private final List<Worker> looping = new ArrayList<>();
    private final Set<Long> begun = new HashSet<>();
    private final Set<Long> gone = new HashSet<>();
    private final List<Action> ends = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();
    private @Nullable String problem;
    private @Nullable Instant lookAt;

    private Plan(Known known, String node, Predicate<Worker> registered, Instant now) {
        this.known = known;
        this.node = node;
        this.registered = registered;
        this.now = now;
        this.problem = known.pool().progress().problem();
        known.generations().forEach(launched -> generations.put(launched.number(), launched));
        known.workers().forEach(worker -> byPlace.put(worker.place().key(), worker));
    }

    /**
     * The plan.
     *
     * @param all        the workers of the agent that the runtime has
     * @param node       this one
     * @param registered whether a worker has said that it is registered with LiveKit
     */
    static Plan of(Known known, List<Sighting> all, String node, Predicate<Worker> registered, Instant now) {
        Plan plan = new Plan(known, node, registered, now);
        all.forEach(plan::see);
        plan.miss();
        plan.choose();
        return plan;
    }

    private void see(Sighting sighting) {
        long number = sighting.generation().number();
        sightings.computeIfAbsent(number, any -> new ArrayList<>()).add(sighting);
        Launched launched = generations.get(number);
        if (launched == null) {
            if (gone.add(number)) {
                ends.add(new Action.Remove(number));
            }
            return;
        }
        Worker before = byPlace.get(Worker.Place.key(sighting));
        Worker worker = before == null ? arrived(sighting, launched) : before;
        seen.add(worker.id());
        if (sighting.phase() == Sighting.Phase.EXITED) {
            exited(worker, sighting, launched);
        } else {
            runs(worker, before, sighting, launched);
        }
    }

    private Worker arrived(Sighting sighting, Launched launched) {
        String name = sighting.worker();
        return new Worker(
                Ids.isId(Worker.PREFIX, name) ? name : Ids.next(Worker.PREFIX, now),
                new Worker.Place(
                        known.pool().agent(),
                        launched.number(),
                        launched.inputs().spec().runtime(),
                        name,
                        node),
                launched.inputs().project(),
                WorkerState.STARTING,
                new Worker.Times(sighting.since(), null, null),
                null,
                Worker.Marks.NONE);
    }

    private void runs(Worker worker, @Nullable Worker before, Sighting sighting, Launched launched) {
        Worker after = worker.now(state(worker, sighting, launched), now, node, sighting.restarts());
        live.add(after);
        if (!after.equals(before)) {
            changed.add(after);
        }
        if (after.times().readyAt() != null && worker.times().readyAt() == null) {
            readied.add(after);
        }
        if (sighting.restarts() > worker.marks().restarts()) {
            failed(launched, after, sighting.since());
        }
        if (worker.marks().dismissed()) {
            ends.add(new Action.Dismiss(launched.number(), after));
        }
    }

    private WorkerState state(Worker worker, Sighting sighting, Launched launched) {
        if (launched.isDraining() || sighting.phase() == Sighting.Phase.DRAINING) {
            return WorkerState.DRAINING;
        }
        boolean ready = sighting.phase() == Sighting.Phase.HEALTHY
                || (sighting.phase() == Sighting.Phase.RUNNING
                        && (worker.times().readyAt() != null || registered.test(worker)));
        return ready ? WorkerState.READY : WorkerState.STARTING;
    }

    private void exited(Worker worker, Sighting sighting, Launched launched) {
        ends.add(new Action.Dismiss(launched.number(), worker));
        if (!worker.isLive()) {
            return;
        }
        Worker after = worker.ended(sighting.since(), new Worker.End(sighting.exitCode(), why(worker, sighting)));
        changed.add(after);
        boolean asked = launched.isDraining() || worker.marks().dismissed() || worker.state() == WorkerState.DRAINING;
        if (!asked) {
            failed(launched, after, sighting.since());
        }
    }

    private static @Nullable String why(Worker worker, Sighting sighting) {
        return worker.marks().dismissed() ? RESTARTED : sighting.why();
    }

    private void failed(Launched launched, Worker worker, Instant at) {
        if (!failing.add(launched.number())) {
            return;
        }
        Launched.Failures failures = launched.failures().plus(worker.isSteady(at), now);
        generations.put(launched.number(), launched.with(failures));
        Worker.End end = worker.end();
        problem = "The last worker ended by itself"
                + (end == null || end.exitCode() == null ? "" : " with exit code " + end.exitCode())
                + "; its log may say why.";
        if (failures.inRow() == CRASH_LOOP) {
            looping.add(worker);
        }
    }

    /** Those that were there and are not any more. */
    private void miss() {
        for (Worker worker : known.workers()) {
            if (!worker.isLive() || seen.contains(worker.id())) {
                continue;
            }
            boolean ofThisNode = worker.place().node().equals(node);
            Worker after = worker.ended(now, new Worker.End(null, missing(worker, ofThisNode)));
            changed.add(after);
            Launched launched = generations.get(worker.place().generation());
            boolean asked = worker.marks().dismissed() || worker.state() == WorkerState.DRAINING;
            if (launched != null && !launched.isDraining() && ofThisNode && !asked) {
                failed(launched, after, now);
            }
        }
    }

    private static String missing(Worker worker, boolean ofThisNode) {
        if (worker.marks().dismissed()) {
            return RESTARTED;
        }
        return ofThisNode ? "its runtime has it no longer" : "its node is gone";
    }

    private void choose() {
        switch (known.wanted()) {
            case Known.Wanted.Running(Launched.Inputs inputs) -> run(inputs);
            case Known.Wanted.Ending(String why) -> {
                problem = why;
                wanted().forEach(this::drain);
            }
            case Known.Wanted.Cut(String why) -> cut(why);
        }
        List.copyOf(generations.values()).stream().filter(Launched::isDraining).forEach(this::finish);
        if (!ends.isEmpty() || !actions.isEmpty()) {
            lookAt(now.plus(CHECK));
        }
    }

    private List<Launched> wanted() {
        return generations.values().stream().filter(one -> !one.isDraining()).toList();
    }

    private void cut(String why) {
        problem = why;
        for (Worker worker : List.copyOf(live)) {
            changed.removeIf(one -> one.id().equals(worker.id()));
            changed.add(worker.ended(now, new Worker.End(null, why)));
        }
        live.clear();
        List.copyOf(generations.values()).forEach(this::remove);
    }

    private void run(Launched.Inputs inputs) {
        List<Launched> before = wanted();
        Launched newest = before.isEmpty() ? null : before.getLast();
        if (newest == null || !newest.inputs().equals(inputs)) {
            newest = new Launched(known.pool().progress().generation() + 1, inputs, Launched.Failures.NONE, null);
            generations.put(newest.number(), newest);
            begun.add(newest.number());
        }
        int replicas = known.pool().replicas().wanted();
        keep(newest, replicas);
        boolean served = ready(newest) >= replicas;
        if (served) {
            problem = null;
        }
        replace(newest, served);
    }

    private void keep(Launched newest, int replicas) {
        long running = of(newest)
                .filter(worker -> worker.state() != WorkerState.DRAINING
                        && !worker.marks().dismissed())
                .count();
        Instant retryAt = newest.failures().retryAt();
        boolean paused = retryAt != null && retryAt.isAfter(now);
        if (running < replicas && known.pool().isFull(live, newest.number())) {
            problem = Pool.FULL;
        } else if (running > replicas || (running < replicas && !paused)) {
            actions.add(new Action.Apply(newest, replicas));
        } else if (running < replicas && retryAt != null) {
            lookAt(retryAt);
        }
    }

    /** Older ones go when the newest serves; until then, the one that serves stays. */
    private void replace(Launched newest, boolean served) {
        List<Launched> older =
                wanted().stream().filter(one -> one.number() != newest.number()).toList();
        long serving = older.stream()
                .filter(one -> ready(one) > 0)
                .mapToLong(Launched::number)
                .max()
                .orElse(-1);
        for (Launched one : older) {
            if (served || one.number() != serving) {
                drain(one);
            }
        }
        older.stream()
                .filter(one -> !known.usable().contains(one.inputs().project()))
                .forEach(this::remove);
    }

    private void drain(Launched launched) {
        Instant until = now.plus(launched.inputs().spec().drain());
        generations.put(launched.number(), launched.drainingUntil(until));
    }

    /** A draining one that has finished its calls, or may not go on. */
    private void finish(Launched launched) {
        Instant until = launched.drainUntil();
        List<Sighting> left = sightings.getOrDefault(launched.number(), List.of()).stream()
                .filter(sighting -> sighting.phase() != Sighting.Phase.EXITED)
                .toList();
        if (until == null
                || !until.isAfter(now)
                || left.isEmpty()
                || !known.usable().contains(launched.inputs().project())) {
            remove(launched);
            return;
        }
        if (left.stream().anyMatch(sighting -> sighting.phase() != Sighting.Phase.DRAINING)) {
            actions.add(new Action.Drain(launched.number(), Duration.between(now, until)));
        }
        lookAt(until);
    }

    private void remove(Launched launched) {
        generations.remove(launched.number());
        if (!begun.remove(launched.number()) && gone.add(launched.number())) {
            ends.add(new Action.Remove(launched.number()));
        }
    }

    private Stream<Worker> of(Launched launched) {
        return live.stream().filter(worker -> worker.place().generation() == launched.number());
    }

    private long ready(Launched launched) {
        return of(launched).filter(Worker::isReady).count();
    }

    private void lookAt(Instant at) {
        lookAt = lookAt == null || at.isBefore(lookAt) ? at : lookAt;
    }

    /** Workers to store. */
    List<Worker> changed() {
        return changed;
    }

    /** Those that run. */
    List<Worker> live() {
        return live;
    }

    /** Those that have registered with LiveKit since the last turn. */
    List<Worker> readied() {
        return readied;
    }

    /** Those whose end was the third in a row that nobody asked for. */
    List<Worker> looping() {
        return looping;
    }

    /** The generations to go on with; those in {@link #begun} are new. */
    NavigableMap<Long, Launched> generations() {
        return generations;
    }

    Set<Long> begun() {
        return begun;
    }

    /** Generations that are forgotten. */
    Set<Long> gone() {
        return gone;
    }

    /** What to ask of the runtime, in order. */
    List<Action> actions() {
        List<Action> all = new ArrayList<>(ends);
        all.addAll(actions);
        return all;
    }

    /** Why no worker runs, or could not be started; null if all is well. */
    @Nullable
    String problem() {
        return problem;
    }

    /** When to look again, whatever happens; null for never. */
    @Nullable
    Instant lookAt() {
        return lookAt;
    }
}
