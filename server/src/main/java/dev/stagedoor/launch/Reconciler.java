// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.TenantTurns;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.launch.logs.WorkerLogs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the workers of one runtime as they are wanted. A round looks at the runtime once and at the pools with one query; only
 * pools of which either has changed get a turn, so that nothing is read or stored while nothing changes. Turns of tenants are
 * apart (I7), and what a turn stores is refused once another node has the pool.
 */
final class Reconciler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final Principal.SystemJob BY = new Principal.SystemJob("launch", "launch");
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Foundation on;
    private final WorkerRuntime runtime;
    private final Nodes node;
    private final PoolTurn decisions;
    private final Environments environments;
    private final WorkerLogs logs;
    private final LaunchMeters meters;
    private final TenantTurns<Todo> turns = new TenantTurns<>(Todo::tenant, this::turn);
    private final Map<Key, Mine> mine = new ConcurrentHashMap<>();
    private boolean wasUnavailable;

    /** Which pool. */
    private record Key(TenantId tenant, String agent) {}

    /**
     * A turn to be taken.
     *
     * @param pool null for workers of a pool that is no more
     */
    private record Todo(Key key, PoolStore.@Nullable Seen pool, List<Sighting> seen) {
        TenantId tenant() {
            return key.tenant();
        }

        /** For the log. */
        @Override
        public String toString() {
            return "the workers of " + key.agent();
        }
    }

    /**
     * What this node knows of a pool that it sees to.
     *
     * @param changes as they were at the last turn
     * @param seen    what the runtime had then
     * @param live    the workers that ran then
     * @param lookAt  when to look again, whatever happens; null for never
     */
    private record Mine(
            Pool.Held held,
            long changes,
            Set<Sighting> seen,
            List<Worker> live,
            @Nullable Instant lookAt) {}

    Reconciler(
            Foundation on,
            WorkerRuntime runtime,
            Nodes node,
            PoolTurn decisions,
            Environments environments,
            WorkerLogs logs,
            LaunchMeters meters) {
        this.on = on;
        this.runtime = runtime;
        this.node = node;
        this.decisions = decisions;
        this.environments = environments;
        this.logs = logs;
        this.meters = meters;
    }

    /** One round; returns when the turns have begun. */
    void round() {
        if (!node.lives()) {
            return;
        }
        Optional<List<Sighting>> looked = look();
        if (looked.isEmpty()) {
            return;
        }
        Map<Key, List<Sighting>> byPool = new HashMap<>();
        for (Sighting one : looked.get()) {
            Key key = new Key(one.generation().tenant(), one.generation().agent());
            byPool.computeIfAbsent(key, any -> new ArrayList<>()).add(one);
        }
        // After the look: a worker's pool was there before the worker, so that one without is nobody's any more.
        List<PoolStore.Seen> pools =
                on.database().poll(handle -> PoolStore.all(handle, runtime.name(), node.timeout()));
        begin(byPool, pools);
    }

    private Optional<List<Sighting>> look() {
        try {
            List<Sighting> seen = runtime.look();
            if (wasUnavailable) {
                LOG.info("{} answers again", runtime.name());
            }
            wasUnavailable = false;
            return Optional.of(seen);
        } catch (RuntimeUnavailable gone) {
            if (!wasUnavailable) {
                LOG.warn("{} cannot be asked; its workers are left as they are: {}", runtime.name(), gone.getMessage());
            }
            wasUnavailable = true;
            return Optional.empty();
        }
    }

    private void begin(Map<Key, List<Sighting>> byPool, List<PoolStore.Seen> pools) {
        Instant now = on.clock().instant();
        List<Todo> todo = new ArrayList<>();
        Set<Key> there = new HashSet<>();
        for (PoolStore.Seen pool : pools) {
            Key key = new Key(pool.tenant(), pool.agent());
            there.add(key);
            List<Sighting> seen = byPool.getOrDefault(key, List.of());
            boolean ours = pool.held().node().equals(node.id());
            if (!ours && !pool.free()) {
                forget(key);
                if (!seen.isEmpty() && runtime.isOfNode()) {
                    todo.add(new Todo(key, null, seen));
                }
            } else if (isDue(mine.get(key), pool, seen, now)) {
                todo.add(new Todo(key, pool, seen));
            }
        }
        mine.keySet().stream().filter(key -> !there.contains(key)).forEach(this::forget);
        byPool.forEach((key, seen) -> {
            if (!there.contains(key)) {
                todo.add(new Todo(key, null, seen));
            }
        });
        meters.counted(
                runtime.name(),
                mine.values().stream().flatMap(one -> one.live().stream()).toList());
        turns.begin(todo);
    }

    private boolean isDue(@Nullable Mine known, PoolStore.Seen pool, List<Sighting> seen, Instant now) {
        if (known == null || known.changes() != pool.changes() || !known.held().equals(pool.held())) {
            return true;
        }
        Instant lookAt = known.lookAt();
        return (lookAt != null && !lookAt.isAfter(now))
                || known.seen().size() != seen.size()
                || !known.seen().containsAll(seen)
                || known.live().stream().anyMatch(this::hasNews);
    }

    private boolean hasNews(Worker worker) {
        return (worker.times().readyAt() == null && logs.isRegistered(worker.id())) || logs.isBroken(worker.id());
    }

    private void forget(Key key) {
        Mine known = mine.remove(key);
        if (known != null) {
            known.live().forEach(worker -> logs.leave(worker.id()));
        }
    }

    private void turn(Todo todo) {
        PoolStore.Seen pool = todo.pool();
        if (pool == null) {
            todo.seen().stream().map(Sighting::generation).distinct().forEach(runtime::remove);
            return;
        }
        Instant now = on.clock().instant();
        Optional<PoolTurn.Decided> decided = on.ledger()
                .storeInOrder(
                        BY,
                        todo.tenant(),
                        tx -> decisions.decide(tx, pool, todo.seen(), worker -> logs.isRegistered(worker.id()), now));
        if (decided.isEmpty()) {
            forget(todo.key());
            return;
        }
        Plan plan = decided.get().plan();
        boolean followed = follow(decided.get(), todo.seen());
        mine.put(
                todo.key(),
                new Mine(
                        decided.get().pool().held(),
                        pool.changes(),
                        Set.copyOf(todo.seen()),
                        List.copyOf(plan.live()),
                        followed ? plan.lookAt() : now.plus(Plan.CHECK)));
        meters.failed(plan.looping().size());
        plan.actions().forEach(action -> act(decided.get(), action));
        plan.changed().stream().filter(worker -> !worker.isLive()).forEach(worker -> logs.over(worker.id()));
    }

    /** Follows what its workers write; false if that has to be tried again. */
    private boolean follow(PoolTurn.Decided decided, List<Sighting> seen) {
        Map<String, Worker> byName = new HashMap<>();
        decided.plan().live().forEach(worker -> byName.put(worker.place().key(), worker));
        decided.plan().changed().forEach(worker -> byName.put(worker.place().key(), worker));
        boolean all = true;
        for (Sighting one : seen) {
            Worker worker = byName.get(Worker.Place.key(one));
            Launched launched =
                    decided.plan().generations().get(one.generation().number());
            if (worker != null && launched != null && one.phase() != Sighting.Phase.STARTING) {
                all &= follow(worker, one, launched);
            }
        }
        return all;
    }

    private boolean follow(Worker worker, Sighting one, Launched launched) {
        TenantId tenant = one.generation().tenant();
        try {
            logs.follow(
                    new WorkerLogs.Which(tenant, worker.id()),
                    () -> environments.of(tenant, launched.inputs()).entrySet().stream()
                            .filter(variable -> !Environments.isOpen(variable.getKey()))
                            .map(Map.Entry::getValue)
                            .toList(),
                    (last, line) -> runtime.follow(
                            one.generation(),
                            one.worker(),
                            last == null ? worker.times().startedAt() : last,
                            line));
            return true;
        } catch (RuntimeUnavailable | Problem later) {
            LOG.debug("{} is followed later", worker.id(), later);
            return false;
        }
    }

    private void act(PoolTurn.Decided decided, Plan.Action action) {
        Pool pool = decided.pool();
        try {
            switch (action) {
                case Plan.Action.Apply(Launched launched, int replicas) -> apply(decided, launched, replicas);
                case Plan.Action.Drain(long number, Duration longest) ->
                    runtime.drain(pool.generation(decided.slug(), number), longest);
                case Plan.Action.Remove(long number) -> runtime.remove(pool.generation(decided.slug(), number));
                case Plan.Action.Dismiss(long number, Worker worker) -> {
                    logs.finish(worker.id(), LAST_WORDS);
                    runtime.remove(
                            pool.generation(decided.slug(), number),
                            worker.place().name());
                }
            }
        } catch (RuntimeUnavailable later) {
            LOG.debug("{} is asked again: {}", runtime.name(), later.getMessage());
        }
    }

    private void apply(PoolTurn.Decided decided, Launched launched, int replicas) {
        Pool pool = decided.pool();
        Generation generation = new Generation(
                pool.generation(decided.slug(), launched.number()),
                launched.inputs().spec(),
                () -> environments.of(pool.tenant(), launched.inputs()));
        try {
            runtime.apply(generation, replicas);
        } catch (Problem refused) {
            meters.failed(1);
            Instant now = on.clock().instant();
            on.ledger().storeInOrder(BY, pool.tenant(), tx -> {
                decisions.refused(tx, decided, launched, refused.detail(), now);
                return true;
            });
        }
    }

    /** How many pools it sees to. */
    int pools() {
        return mine.size();
    }

    @Override
    public void close() {
        turns.close();
        runtime.close();
    }
}
