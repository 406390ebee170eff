// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Calls what is to be called equally often, for as long as it stays. All of it takes turns, many at a time: a timer for each
 * of ten thousand sockets costs more than what is done at it.
 */
final class Rounds {
    private static final Map<Duration, Rounds> ALL = new ConcurrentHashMap<>();
    private static final ScheduledThreadPoolExecutor CLOCK = clock();
    private static final Duration TURN = Duration.ofMillis(25);

    private final long periodNanos;
    private final List<Set<Runnable>> turns;
    private int size;
    private int joining;
    private int turn;
    private @Nullable ScheduledFuture<?> ticks;

    private Rounds(Duration interval) {
        int count = Math.clamp(interval.dividedBy(TURN), 1, 100);
        this.periodNanos = interval.toNanos() / count;
        this.turns = IntStream.range(0, count)
                .mapToObj(any -> (Set<Runnable>) ConcurrentHashMap.<Runnable>newKeySet())
                .toList();
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("permission-checks").factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    /** Those of that interval. */
    static Rounds every(Duration interval) {
        return ALL.computeIfAbsent(interval, Rounds::new);
    }

    /** {@code call} is called from now on, for the first time within an interval. It must return at once. */
    synchronized Member join(Runnable call) {
        Member member = new Member(turns.get(Math.floorMod(joining++, turns.size())), call);
        member.turn.add(call);
        size++;
        if (ticks == null) {
            ticks = CLOCK.scheduleAtFixedRate(this::tick, periodNanos, periodNanos, TimeUnit.NANOSECONDS);
        }
        return member;
    }

    /** Something that is called. */
    final class Member {
        private final Set<Runnable> turn;
        private final Runnable call;

        private Member(Set<Runnable> turn, Runnable call) {
            this.turn = turn;
            this.call = call;
        }

        /** It is not called any more; may be called twice. */
        void leave() {
            synchronized (Rounds.this) {
                ScheduledFuture<?> clock = ticks;
                if (turn.remove(call) && --size == 0 && clock != null) {
                    clock.cancel(false);
                    ticks = null;
                }
            }
        }
    }

    /** On a virtual thread: one that starts others does not wake the operating system for each. */
    private void tick() {
        Set<Runnable> these = turns.get(turn);
        turn = (turn + 1) % turns.size();
        if (!these.isEmpty()) {
            try {
                Thread.ofVirtual().name("permission-round").start(() -> these.forEach(Runnable::run));
            } catch (Throwable noThread) {
                // Whoever is in it is called in the next round: an exception would end all rounds.
            }
        }
    }
}
