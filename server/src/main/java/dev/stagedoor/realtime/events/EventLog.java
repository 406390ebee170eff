// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.events;

import dev.stagedoor.db.Database;
import dev.stagedoor.db.NoticeListener;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.BatchedLookup;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Stores events, and then tells this node's pages of them. Writes of a tenant at one time share a transaction: while one
 * runs, others gather. A page that another node serves is found by a notice.
 */
public final class EventLog implements AutoCloseable {
    private static final String CHANNEL = "stagedoor_realtime";
    private static final int PAGE = 200;
    private static final int FORGET_EVERY = 100;

    private final Database database;
    private final String node;
    private final int kept;
    private final Feeds feeds = new Feeds();
    private final Map<TenantId, BatchedLookup<Write, Boolean>> lanes = new ConcurrentHashMap<>();
    private final NoticeListener notices;

    /** For that node, which {@code ui_sessions.node} names; so many events of a UI session are kept, or a few more. */
    public EventLog(Database database, String node, int kept) {
        this.database = database;
        this.node = node;
        this.kept = kept;
        this.notices = new NoticeListener(database, CHANNEL, feeds::ring, feeds::ringAll);
    }

    /**
     * A page's view of its events, until it is closed; {@code wake} is called when there may be some, by whoever stored them:
     * it must not take long.
     */
    public Feeds.Reader join(String uiSession, Runnable wake) {
        return feeds.join(uiSession, wake);
    }

    /** Stores all of it and returns, or nothing: false if its step stored nothing, or the UI session does not exist. */
    public boolean append(TenantId tenant, Write write) {
        return lane(tenant).get(write).orElse(false);
    }

    private BatchedLookup<Write, Boolean> lane(TenantId tenant) {
        return lanes.computeIfAbsent(tenant, each -> new BatchedLookup<>(writes -> stored(each, writes)));
    }

    /** One that fails must not take the others with it, unless they would all wait for the same. */
    private Map<Write, Boolean> stored(TenantId tenant, List<Write> writes) {
        try {
            return together(tenant, writes);
        } catch (RuntimeException failed) {
            if (failed instanceof Problem || writes.size() == 1) {
                throw failed;
            }
            Map<Write, Boolean> each = new HashMap<>();
            RuntimeException last = null;
            for (Write write : writes) {
                try {
                    each.putAll(together(tenant, List.of(write)));
                } catch (RuntimeException alone) {
                    last = alone;
                }
            }
            if (each.isEmpty() && last != null) {
                throw last;
            }
            return each;
        }
    }

    private Map<Write, Boolean> together(TenantId tenant, List<Write> writes) {
        Map<Write, Boolean> done = new HashMap<>();
        List<String> ids = writes.stream().map(Write::uiSession).distinct().toList();
        Map<String, List<UiEvent>> events = database.store(tenant, EventStore.hold(ids), (tx, stands) -> {
            done.clear();
            writes.forEach(write -> done.put(write, false));
            Map<String, List<UiEvent>> numbered = new LinkedHashMap<>();
            byStep(writes, stands).forEach((step, its) -> {
                List<Step.Result> results = results(tx, step, its);
                for (int i = 0; i < its.size(); i++) {
                    Step.Result result = results.get(i);
                    done.put(its.get(i), result.stored());
                    if (result.stored()) {
                        number(its.get(i), result.more(), stands, numbered);
                    }
                }
            });
            numbered.forEach((id, its) -> forgetOld(tx, id, its));
            tellOthers(tx, numbered.keySet(), stands);
            EventStore.insertAndCommit(tx, numbered);
            return numbered;
        });
        events.forEach(feeds::stored);
        return done;
    }

    /** Those whose UI session is there. */
    private static Map<Step<?>, List<Write>> byStep(List<Write> writes, Map<String, EventStore.Stand> stands) {
        return writes.stream()
                .filter(write -> stands.containsKey(write.uiSession()))
                .collect(Collectors.groupingBy(write -> write.part().step(), LinkedHashMap::new, Collectors.toList()));
    }

    @SuppressWarnings("unchecked") // Each part has its step's type.
    private static <T> List<Step.Result> results(Tx tx, Step<T> step, List<Write> writes) {
        return step.store(
                tx, writes.stream().map(write -> (T) write.part().what()).toList());
    }

    private static void number(
            Write write,
            List<UiEvent.Draft> more,
            Map<String, EventStore.Stand> stands,
            Map<String, List<UiEvent>> numbered) {
        List<UiEvent> its = numbered.computeIfAbsent(write.uiSession(), id -> new ArrayList<>());
        EventStore.Stand before = Objects.requireNonNull(stands.get(write.uiSession()));
        Stream.concat(write.events().stream(), more.stream())
                .forEach(draft -> its.add(new UiEvent(before.lastSeq() + its.size() + 1, draft.type(), draft.data())));
    }

    /** Now and then, so that it costs little. */
    private void forgetOld(Tx tx, String uiSession, List<UiEvent> stored) {
        if (stored.isEmpty()) {
            return;
        }
        long last = stored.getLast().seq();
        if (last > kept && last / FORGET_EVERY != (stored.getFirst().seq() - 1) / FORGET_EVERY) {
            EventStore.forget(tx, uiSession, last - kept);
        }
    }

    private void tellOthers(Tx tx, Set<String> uiSessions, Map<String, EventStore.Stand> stands) {
        List<String> elsewhere = uiSessions.stream()
                .filter(id -> {
                    EventStore.Stand stand = stands.get(id);
                    return stand != null
                            && !stand.node().isEmpty()
                            && !stand.node().equals(node);
                })
                .collect(Collectors.toList());
        if (!elsewhere.isEmpty()) {
            tx.tell(CHANNEL, elsewhere);
        }
    }

    /** Wakes the pages of those UI sessions, on whatever node, within the transaction of what they are to notice. */
    public void wake(Tx tx, List<String> uiSessions) {
        tx.tell(CHANNEL, uiSessions);
    }

    /** The number of the last stored event of that type; 0 if there is none. */
    public long last(TenantId tenant, String uiSession, String type) {
        return database.read(tenant, tx -> EventStore.last(tx, uiSession, type, kept + FORGET_EVERY));
    }

    /** The stored events after that one, the first of them. */
    public List<UiEvent> after(TenantId tenant, String uiSession, long seq) {
        return database.read(tenant, tx -> after(tx, uiSession, seq));
    }

    /** The same, within a transaction. */
    public static List<UiEvent> after(Tx tx, String uiSession, long seq) {
        return EventStore.after(tx, uiSession, seq, PAGE);
    }

    @Override
    public void close() {
        notices.close();
    }
}
