// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.process;

import dev.stagedoor.launch.GenerationRef;
import dev.stagedoor.launch.Sighting;
import dev.stagedoor.processes.Child;
import dev.stagedoor.processes.Command;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A worker's process, until it is removed. */
final class RunningWorker {
    private final GenerationRef generation;
    private final String id;
    private final Clock clock;
    private final Output output = new Output();
    private final Child child;
    private final Instant startedAt;
    private volatile @Nullable Instant drainUntil;
    private volatile @Nullable Sighting end;

    RunningWorker(GenerationRef generation, String id, Command command, Clock clock) {
        this.generation = generation;
        this.id = id;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.child = Child.start(command, output);
        var _ = child.exited().whenComplete((code, failed) -> exited(code));
    }

    private void exited(@Nullable Integer code) {
        output.end();
        end = new Sighting(generation, id, Sighting.Phase.EXITED, clock.instant(), code, why(code), 0);
    }

    private static @Nullable String why(@Nullable Integer code) {
        if (code == null || code <= 128) {
            return code != null && code == 127 ? "its program was not found" : null;
        }
        return "signal " + (code - 128);
    }

    GenerationRef generation() {
        return generation;
    }

    String id() {
        return id;
    }

    Output output() {
        return output;
    }

    Instant startedAt() {
        return startedAt;
    }

    boolean isRunning() {
        return end == null;
    }

    boolean isDraining() {
        return drainUntil != null;
    }

    /** Whether it has had its time to finish its calls. */
    boolean isLate(Instant now) {
        Instant until = drainUntil;
        return until != null && isRunning() && !until.isAfter(now);
    }

    Sighting sighting() {
        Sighting ended = end;
        if (ended != null) {
            return ended;
        }
        Sighting.Phase phase = isDraining() ? Sighting.Phase.DRAINING : Sighting.Phase.RUNNING;
        return new Sighting(generation, id, phase, startedAt, null, null, 0);
    }

    /** Asks it once to finish its calls: a second request would end them. */
    void drain(Instant until) {
        boolean first = drainUntil == null;
        drainUntil = until;
        if (first) {
            ProcessHandle.of(child.pid()).ifPresent(ProcessHandle::destroy);
        }
    }

    long pid() {
        return child.pid();
    }

    /** Ends it; returns once it is gone. */
    void close() {
        child.close();
    }
}
