// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.events;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tells this node's pages what was stored: from memory what this node stored, by a ring that there is something else. */
public final class Feeds {
    /** What is kept of each UI session that has a page here. */
    private static final int MOST_EVENTS = 32;

    private static final int MOST_CHARS = 16 << 10;

    private final Map<String, Bell> bells = new ConcurrentHashMap<>();

    Feeds() {}

    private static final class Bell {
        private @Nullable Deque<UiEvent> latest;
        private int chars;
        private int readers;
        private long rung;

        synchronized void stored(List<UiEvent> events) {
            Deque<UiEvent> held = latest == null ? new ArrayDeque<>(events.size()) : latest;
            latest = held;
            events.forEach(event -> keep(held, event));
            ring();
        }

        private void keep(Deque<UiEvent> held, UiEvent event) {
            if (!held.isEmpty() && held.getLast().seq() + 1 != event.seq()) {
                held.clear();
                chars = 0;
            }
            held.add(event);
            chars += event.data().length();
            while (held.size() > MOST_EVENTS || chars > MOST_CHARS) {
                chars -= held.remove().data().length();
            }
        }

        /** The events after that one, unless some of them are not here; what was seen is dropped. */
        synchronized List<UiEvent> after(long seen) {
            Deque<UiEvent> held = latest;
            if (held == null || held.isEmpty() || held.getFirst().seq() > seen + 1) {
                return List.of();
            }
            List<UiEvent> next =
                    held.stream().filter(event -> event.seq() > seen).toList();
            if (next.isEmpty()) {
                latest = null;
                chars = 0;
            }
            return next;
        }

        synchronized void ring() {
            rung++;
            notifyAll();
        }
    }

    /** One page; for one thread, but for {@link #ring}. */
    public static final class Reader implements AutoCloseable {
        private final Feeds feeds;
        private final String uiSession;
        private final Bell bell;
        private long heard;

        private Reader(Feeds feeds, String uiSession, Bell bell, long heard) {
            this.heard = heard;
            this.feeds = feeds;
            this.uiSession = uiSession;
            this.bell = bell;
        }

        /** The events after that one that are in memory; none if there are none, or only the database has the next. */
        public List<UiEvent> after(long seen) {
            return bell.after(seen);
        }

        /** Returns once something has happened since the last call, or since it joined, or after that time; whether something has. */
        public boolean await(Duration atMost) throws InterruptedException {
            synchronized (bell) {
                if (bell.rung == heard) {
                    bell.wait(atMost.toMillis());
                }
                boolean news = bell.rung != heard;
                heard = bell.rung;
                return news;
            }
        }

        /** Makes a waiting reader look. */
        public void ring() {
            bell.ring();
        }

        @Override
        public void close() {
            feeds.bells.computeIfPresent(uiSession, (id, held) -> --held.readers == 0 ? null : held);
        }
    }

    Reader join(String uiSession) {
        Bell bell = bells.compute(uiSession, (id, held) -> {
            Bell one = held == null ? new Bell() : held;
            one.readers++;
            return one;
        });
        synchronized (bell) {
            return new Reader(this, uiSession, bell, bell.rung);
        }
    }

    /** This node has stored those events. */
    void stored(String uiSession, List<UiEvent> events) {
        Bell bell = bells.get(uiSession);
        if (bell != null) {
            bell.stored(events);
        }
    }

    /** Another node has stored something, or has taken over. */
    void ring(String uiSession) {
        Bell bell = bells.get(uiSession);
        if (bell != null) {
            bell.ring();
        }
    }

    /** Something may have been missed. */
    void ringAll() {
        bells.values().forEach(Bell::ring);
    }
}
