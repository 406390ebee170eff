// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.events;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
        private long lastStored;
        private long rung;
        private List<Reader> readers = List.of();

        void stored(List<UiEvent> events) {
            synchronized (this) {
                Deque<UiEvent> held = latest == null ? new ArrayDeque<>(events.size()) : latest;
                latest = held;
                events.forEach(event -> keep(held, event));
                lastStored = events.getLast().seq();
            }
            wake();
        }

        private void wake() {
            readers().forEach(reader -> reader.wake.run());
        }

        private synchronized List<Reader> readers() {
            return readers;
        }

        synchronized void add(Reader reader) {
            readers = Stream.concat(readers.stream(), Stream.of(reader)).toList();
        }

        /** Whether others are left. */
        synchronized boolean remove(Reader reader) {
            readers = readers.stream().filter(one -> one != reader).toList();
            return !readers.isEmpty();
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

        void ring() {
            synchronized (this) {
                rung++;
            }
            wake();
        }
    }

    /** One page; for one thread at a time, but for {@link #ring}. */
    public static final class Reader implements AutoCloseable {
        private final Feeds feeds;
        private final String uiSession;
        private final Bell bell;
        private final Runnable wake;
        private long heard;

        private Reader(Feeds feeds, String uiSession, Bell bell, Runnable wake) {
            this.feeds = feeds;
            this.uiSession = uiSession;
            this.bell = bell;
            this.wake = wake;
            synchronized (bell) {
                this.heard = bell.rung;
            }
        }

        /**
         * Tells all events after that one that there are.
         *
         * @param stored whether there may be some that were stored before it joined
         * @param look   reads the stored ones after one
         * @param to     is told each, and says whether it wants more
         */
        public void tell(long from, boolean stored, LongFunction<List<UiEvent>> look, Predicate<UiEvent> to) {
            long seen = from;
            boolean looks = stored;
            while (true) {
                List<UiEvent> next = bell.after(seen);
                if (next.isEmpty()) {
                    if (!isBehind(seen) && !looks) {
                        return;
                    }
                    next = look.apply(seen);
                    looks = !next.isEmpty();
                }
                for (UiEvent event : next) {
                    if (!to.test(event)) {
                        return;
                    }
                    seen = event.seq();
                }
            }
        }

        /** Whether there may be events after that one that only the database has: since it was asked last, or it joined. */
        private boolean isBehind(long seen) {
            synchronized (bell) {
                boolean behind = bell.rung != heard || bell.lastStored > seen;
                heard = bell.rung;
                return behind;
            }
        }

        /** Makes it look. */
        public void ring() {
            bell.ring();
        }

        @Override
        public void close() {
            feeds.bells.computeIfPresent(uiSession, (id, held) -> held.remove(this) ? held : null);
        }
    }

    /** {@code wake} is called when there may be something new, by whoever stored it: it must not take long. */
    Reader join(String uiSession, Runnable wake) {
        AtomicReference<Reader> joined = new AtomicReference<>();
        bells.compute(uiSession, (id, held) -> {
            Bell bell = held == null ? new Bell() : held;
            Reader reader = new Reader(this, id, bell, wake);
            bell.add(reader);
            joined.set(reader);
            return bell;
        });
        return Objects.requireNonNull(joined.get());
    }

    /** This node has stored those events. */
    void stored(String uiSession, List<UiEvent> events) {
        Bell bell = bells.get(uiSession);
        if (bell != null && !events.isEmpty()) {
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
