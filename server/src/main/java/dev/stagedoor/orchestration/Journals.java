// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.budgets.Budgets;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores what happens in this node's runs: ten times a second, all runs of a tenant in one transaction. */
final class Journals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journals.class);
    private static final Duration ROUND = Duration.ofMillis(100);

    /** How many runs end in one change. */
    private static final int TOGETHER = 50;

    private final Principal by = Means.BY;
    private final Ledger ledger;
    private final Clock clock;
    private final RunFeeds feeds;
    private final Map<TenantId, Map<String, Journal>> open = new ConcurrentHashMap<>();
    private final Map<TenantId, Queue<Ending>> endings = new ConcurrentHashMap<>();
    private final Map<TenantId, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("run-journals").factory());

    /** A run that is about to end; {@code done} completes when that is stored, or cannot be. */
    private record Ending(Journal journal, Run.State state, String detail, CompletableFuture<Void> done) {}

    /** Another node holds the run. */
    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost() {
            super("another node holds the run", null, false, false);
        }
    }

    /** {@code feeds} hear of all that is stored. */
    Journals(Ledger ledger, Clock clock, RunFeeds feeds) {
        this.ledger = ledger;
        this.clock = clock;
        this.feeds = feeds;
        var _ = rounds.scheduleWithFixedDelay(this::round, ROUND.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS);
    }

    Journal open(Run run, long lastSeq) {
        Journal journal = new Journal(run, lastSeq);
        open.computeIfAbsent(run.tenant(), tenant -> new ConcurrentHashMap<>()).put(run.id(), journal);
        return journal;
    }

    /** Nothing more will happen in that run on this node. */
    void close(Journal journal) {
        open.getOrDefault(journal.run().tenant(), new HashMap<>())
                .remove(journal.run().id());
        feeds.left(journal.run().id());
    }

    private void round() {
        open.forEach((tenant, journals) -> {
            ReentrantLock lock = lock(tenant);
            if (!journals.isEmpty() && !lock.isLocked()) {
                Thread.ofVirtual().name("run-journal").start(() -> store(tenant));
            }
        });
    }

    private ReentrantLock lock(TenantId tenant) {
        return locks.computeIfAbsent(tenant, name -> new ReentrantLock());
    }

    /** Stores what is pending of a tenant's runs, now. A failure loses nothing: the next round tries again. */
    void store(TenantId tenant) {
        ReentrantLock lock = lock(tenant);
        lock.lock();
        try {
            Map<Journal, Journal.Page> pages = new LinkedHashMap<>();
            // In one order on every node, or two transactions could each wait for a row that the other one holds.
            List<Journal> inOrder = open.getOrDefault(tenant, Map.of()).values().stream()
                    .sorted(Comparator.comparing(journal -> journal.run().id()))
                    .toList();
            for (Journal journal : inOrder) {
                Journal.Page page = journal.take();
                if (!page.isEmpty()) {
                    pages.put(journal, page);
                }
            }
            if (!pages.isEmpty()) {
                store(tenant, pages);
            }
        } finally {
            lock.unlock();
        }
    }

    private void store(TenantId tenant, Map<Journal, Journal.Page> pages) {
        try {
            Set<Journal> held = ledger.store(by, tenant, tx -> {
                Set<Journal> done = stored(tx, pages);
                List<Budgets.Used> charges = new ArrayList<>();
                pages.forEach((journal, page) -> charges.addAll(done.contains(journal) ? page.charges() : List.of()));
                Budgets.settle(tx, charges, clock.instant());
                return done;
            });
            pages.forEach((journal, page) -> stored(journal, page, held.contains(journal)));
        } catch (RuntimeException failed) {
            LOG.warn("could not store the events of {} runs; trying again: {}", pages.size(), failed.toString());
            pages.forEach(Journal::back);
        }
    }

    /** Stores pages without their charges; returns the journals of the runs that this node still holds. */
    private static Set<Journal> stored(Tx tx, Map<Journal, Journal.Page> pages) {
        Set<String> held =
                RunStore.hold(tx, pages.keySet().stream().map(Journal::run).toList());
        Map<Journal, Journal.Page> mine = new LinkedHashMap<>(pages);
        mine.keySet().removeIf(journal -> !held.contains(journal.run().id()));
        Map<String, List<RunEvent>> events = new LinkedHashMap<>();
        mine.forEach((journal, page) -> {
            String run = journal.run().id();
            page.steps().forEach(step -> RunStore.insert(tx, run, step));
            events.put(run, page.events());
            if (page.profileVersion() != 0) {
                RunStore.renewed(tx, run, page.profileVersion());
            }
        });
        RunEventStore.insert(tx, events);
        return mine.keySet();
    }

    private void stored(Journal journal, Journal.Page page, boolean held) {
        if (held) {
            feeds.stored(journal.run().id(), page.events());
        } else {
            journal.lose();
        }
    }

    /**
     * Stores the end of a run and everything before it, together; the journal is lost if another node holds the run. Runs
     * of a tenant that end at the same time end in one change.
     *
     * @throws RuntimeException if the database cannot be reached; nothing was stored, and it can be tried again
     */
    void end(Journal journal, Run.State state, Map<String, Object> detail) {
        TenantId tenant = journal.run().tenant();
        Ending ending = new Ending(journal, state, Json.text(detail), new CompletableFuture<>());
        endings.computeIfAbsent(tenant, name -> new ConcurrentLinkedQueue<>()).add(ending);
        ReentrantLock lock = lock(tenant);
        lock.lock();
        try {
            while (!ending.done().isDone()) {
                endSome(tenant);
            }
        } finally {
            lock.unlock();
        }
        try {
            ending.done().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException known ? known : failed;
        }
    }

    private void endSome(TenantId tenant) {
        List<Ending> some = new ArrayList<>();
        Queue<Ending> waiting = endings.getOrDefault(tenant, new ConcurrentLinkedQueue<>());
        for (Ending next = waiting.poll(); next != null; next = some.size() < TOGETHER ? waiting.poll() : null) {
            some.add(next);
        }
        some.sort(Comparator.comparing(ending -> ending.journal().run().id()));
        Map<Ending, Journal.Page> pages = new LinkedHashMap<>();
        some.forEach(ending -> pages.put(ending, ending.journal().take()));
        try {
            Set<Journal> held = ledger.change(by, tenant, change -> endAll(change, pages));
            pages.forEach((ending, page) -> ended(ending, page, held.contains(ending.journal())));
        } catch (Lost elsewhere) {
            pages.forEach((ending, page) -> ended(ending, page, false));
        } catch (RuntimeException failed) {
            pages.forEach((ending, page) -> ending.journal().back(page));
            some.forEach(ending -> ending.done().completeExceptionally(failed));
        }
    }

    private Set<Journal> endAll(ChangeTx change, Map<Ending, Journal.Page> endings) {
        Map<Journal, Journal.Page> pages = new LinkedHashMap<>();
        endings.forEach((ending, page) -> pages.put(ending.journal(), page));
        Set<Journal> held = stored(change.tx(), pages);
        if (held.isEmpty()) {
            throw new Lost();
        }
        List<Budgets.Used> charges = new ArrayList<>();
        endings.forEach((ending, page) -> {
            Run run = ending.journal().run();
            if (held.contains(ending.journal())) {
                RunStore.end(change.tx(), run, ending.state());
                change.append(Draft.of(by, change.now(), "run.end", run.id(), ending.detail()));
                charges.addAll(page.charges());
            }
        });
        Budgets.settle(change.tx(), charges, change.now());
        // Nobody hears of a call that was still open when its run ended: what it held must not stay held.
        held.forEach(journal -> Budgets.forfeit(change.tx(), journal.run().id(), change.now()));
        return held;
    }

    private void ended(Ending ending, Journal.Page page, boolean held) {
        stored(ending.journal(), page, held);
        ending.done().complete(null);
    }

    @Override
    public void close() {
        rounds.shutdownNow();
    }
}
