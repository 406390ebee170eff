// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.watch;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the rooms of one project without looking into them, and which of them are to be asked for next. It knows
 * the rooms that somebody wants to know of, and forgets the others. Callers say what time it is. Thread-safe.
 */
public final class Glances {
    /** As many names as one ListRooms is asked for. */
    static final int MOST_NAMES = 200;

    private final Beat beat;
    private final Map<String, Watched> rooms = new HashMap<>();
    private int names = MOST_NAMES;

    public Glances(Beat beat) {
        this.beat = beat;
    }

    /** That a room is as it was, and when LiveKit was last asked. */
    public record Standing(Glance glance, Instant at) {
        /** Until when whoever was counted was certainly there. */
        public Instant countedAt() {
            return at.minus(Glance.LATE);
        }
    }

    private final class Watched {
        private @Nullable Glance seen;
        /** Since when it has been seen to be so. */
        private Instant since = Instant.MIN;

        private Instant asked = Instant.MIN;
        private Instant quickUntil = Instant.MIN;
        private Instant wantedUntil = Instant.MIN;
        private Instant due;

        Watched(Instant now) {
            due = now.plus(beat.quick());
        }

        /** Returns whether it has changed. Answers may overtake each other. */
        boolean saw(Glance found, Instant at) {
            if (at.isBefore(asked)) {
                return false;
            }
            boolean changed = seen != null && !seen.equals(found);
            if (seen == null || changed) {
                seen = found;
                since = at;
                quickUntil = at.plus(beat.quickFor());
            }
            asked = at;
            due = at.plus(quickUntil.isAfter(at) ? beat.quick() : beat.quiet());
            return changed;
        }

        Optional<Standing> standing(Instant then, Instant now) {
            boolean counts = asked.isAfter(now.minus(beat.counts()));
            return seen != null && counts && !since.isAfter(then)
                    ? Optional.of(new Standing(seen, asked))
                    : Optional.empty();
        }
    }

    /** A room was looked at, and LiveKit asked at that time. */
    public synchronized void looked(String room, Glance found, Instant at) {
        Watched one = rooms.get(room);
        if (one != null) {
            one.saw(found, at);
        }
    }

    /**
     * Whether the room is known to be as it was when it was looked at then. From now on it is asked for, until nobody has
     * wanted to know for a while.
     */
    public synchronized Optional<Standing> unchangedSince(String room, Instant then, Instant now) {
        return wanted(room, now).standing(then, now);
    }

    /** Somebody wants to know of that room. */
    synchronized void want(String room, Instant now) {
        wanted(room, now);
    }

    private Watched wanted(String room, Instant now) {
        Watched one = rooms.computeIfAbsent(room, name -> new Watched(now));
        one.wantedUntil = now.plus(beat.counts());
        return one;
    }

    /** Whether nobody wants to know anything. */
    synchronized boolean isEmpty() {
        return rooms.isEmpty();
    }

    /** The names to ask for now; none if none is due. A question that is asked anyway is filled with those that are due next. */
    public synchronized List<String> due(Instant now) {
        rooms.values().removeIf(one -> !one.wantedUntil.isAfter(now));
        boolean none = rooms.values().stream().allMatch(one -> one.due.isAfter(now));
        return none
                ? List.of()
                : rooms.entrySet().stream()
                        .sorted(Comparator.comparing(entry -> entry.getValue().due))
                        .limit(names)
                        .map(Map.Entry::getKey)
                        .toList();
    }

    /** When the next room is due. */
    synchronized Optional<Instant> next() {
        return rooms.values().stream().map(one -> one.due).min(Comparator.naturalOrder());
    }

    /** What LiveKit, asked at that time for these names, has found of them; returns those that have changed. */
    public synchronized Set<String> saw(Collection<String> asked, Map<String, Glance> found, Instant at) {
        names = Math.min(MOST_NAMES, names + 1);
        Set<String> changed = new HashSet<>();
        for (String name : asked) {
            Watched one = rooms.get(name);
            if (one != null && one.saw(found.getOrDefault(name, Glance.ABSENT), at)) {
                changed.add(name);
            }
        }
        return changed;
    }

    /** They could not be asked for: later again. */
    public synchronized void missed(Collection<String> asked, Instant now) {
        asked.stream().map(rooms::get).filter(one -> one != null).forEach(one -> one.due = now.plus(beat.quiet()));
    }

    /** The answer was too long, as rooms choose their metadata: fewer at a time from now on. */
    synchronized void tooLong(Collection<String> asked, Instant now) {
        names = Math.max(1, asked.size() / 2);
        if (asked.size() == 1) {
            missed(asked, now);
        }
    }
}
