// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.roomevents;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.stagedoor.kernel.Contained;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes events on to the listeners, behind the sender's back: LiveKit waits for each answer before it sends the next event
 * of a room, and drops events that are half a minute old. Each tenant has a queue of its own; what does not fit is dropped,
 * as nothing depends on it (I7).
 */
final class RoomEvents implements AutoCloseable {
    /** What LiveKit itself keeps waiting for one room is 200. */
    static final int MOST_WAITING = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(RoomEvents.class);
    private static final int MOST_AT_ONCE = 200;
    private static final int IDS = 50_000;

    /** LiveKit's own retries end after half a minute, and a token's time after ten with clocks five apart. */
    private static final Duration IDS_KEPT = Duration.ofMinutes(11);

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Principal.SystemJob by = new Principal.SystemJob("room_events", "room_events");
    private final List<RoomListener> listeners;
    private final Cache<Known, Boolean> known;
    /** Guarded by itself. */
    private final Map<TenantId, Queue<RoomEvent>> waiting = new HashMap<>();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private record Known(TenantId tenant, String id) {}

    /** What became of an event. */
    enum Outcome {
        /** The listeners will hear of it. */
        TAKEN,
        /** It came before. */
        REPEATED,
        /** The tenant's queue is full. */
        DROPPED
    }

    /** Events for those listeners. */
    RoomEvents(List<RoomListener> listeners, Clock clock) {
        this.listeners = List.copyOf(listeners);
        Ticker ticker = () -> Duration.ofMillis(clock.millis()).toNanos();
        this.known = Caffeine.newBuilder()
                .maximumSize(IDS)
                .expireAfterWrite(IDS_KEPT)
                .ticker(ticker)
                .build();
    }

    /** Takes the event and returns at once. */
    Outcome take(TenantId tenant, RoomEvent event) {
        Known id = new Known(tenant, event.id());
        if (known.asMap().putIfAbsent(id, true) != null) {
            return Outcome.REPEATED;
        }
        boolean first;
        synchronized (waiting) {
            first = !waiting.containsKey(tenant);
            Queue<RoomEvent> queue = waiting.computeIfAbsent(tenant, each -> new ArrayDeque<>());
            if (queue.size() >= MOST_WAITING) {
                // It may be sent again, and fit then.
                known.invalidate(id);
                return Outcome.DROPPED;
            }
            queue.add(event);
        }
        if (first) {
            threads.execute(() -> passOn(tenant));
        }
        return Outcome.TAKEN;
    }

    /** How many of the tenant's events wait. */
    int waiting(TenantId tenant) {
        synchronized (waiting) {
            Queue<RoomEvent> queue = waiting.get(tenant);
            return queue == null ? 0 : queue.size();
        }
    }

    /** One thread a tenant, while it has events: what arrives meanwhile goes together. */
    private void passOn(TenantId tenant) {
        List<RoomEvent> next = next(tenant);
        while (!next.isEmpty()) {
            List<RoomEvent> events = next;
            for (RoomListener listener : listeners) {
                try {
                    Contained.run(LOG, "room events of " + tenant, () -> tell(listener, tenant, events));
                } catch (InterruptedException closed) {
                    return;
                }
            }
            next = next(tenant);
        }
    }

    /** While the tenant's share of the database is in use, its rooms are looked at a moment later. */
    private void tell(RoomListener listener, TenantId tenant, List<RoomEvent> events) {
        try {
            listener.heard(by, tenant, events);
        } catch (Problem missed) {
            LOG.debug("{} events of {} were not passed on: {}", events.size(), tenant, missed.detail());
        }
    }

    /** The next events; when there are none, the queue is gone, and whoever adds one begins another. */
    private List<RoomEvent> next(TenantId tenant) {
        List<RoomEvent> next = new ArrayList<>();
        synchronized (waiting) {
            Queue<RoomEvent> queue = waiting.get(tenant);
            while (queue != null && next.size() < MOST_AT_ONCE && !queue.isEmpty()) {
                next.add(queue.remove());
            }
            if (next.isEmpty()) {
                waiting.remove(tenant);
            }
        }
        return next;
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException hurried) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
