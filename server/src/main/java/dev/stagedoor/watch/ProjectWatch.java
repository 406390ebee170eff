// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.watch;

import dev.stagedoor.kernel.Contained;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.projects.Project;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches the rooms of one project in a thread of its own: whatever its server does, no other project waits for it (I7). */
final class ProjectWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectWatch.class);

    private final String name;
    private final Watches.Means means;
    private final Question question;
    private final Consumer<String> changed;
    private final Glances glances;
    private final Semaphore more = new Semaphore(0);
    private volatile long version;
    private volatile boolean closed;

    /** Asks LiveKit for these names, by the credential of that version or another one of the same server. */
    interface Question {
        Map<String, Glance> ask(List<String> names, long version);
    }

    ProjectWatch(String name, Watches.Means means, Question question, Consumer<String> changed) {
        this.name = name;
        this.means = means;
        this.question = question;
        this.changed = changed;
        this.glances = new Glances(means.beat());
    }

    Glances glances() {
        return glances;
    }

    /** The version of the credential by which it was last wanted. */
    void by(long wanted) {
        version = wanted;
    }

    /** Goes on until it is over, which is asked while there is nothing to do. */
    void start(BooleanSupplier isOver) {
        Thread.ofVirtual().name("watch-" + name).start(() -> {
            try {
                while (!closed && !(glances.isEmpty() && isOver.getAsBoolean())) {
                    if (!Contained.run(LOG, "watching the rooms of " + name, this::round)) {
                        pause(means.beat().quiet());
                    }
                }
            } catch (InterruptedException stopped) {
                LOG.debug("no longer watching {}", name);
            }
        });
    }

    private void round() throws InterruptedException {
        Instant now = means.clock().instant();
        List<String> names = glances.due(now);
        if (names.isEmpty()) {
            pause(glances.next().map(next -> Duration.between(now, next)).orElse(Duration.ZERO));
            return;
        }
        try {
            glances.saw(names, question.ask(names, version), now).forEach(changed);
        } catch (Problem failed) {
            LOG.debug("the rooms of {} cannot be seen: {}", name, failed.detail());
            if (Project.isUnreadable(failed)) {
                glances.tooLong(names, now);
            } else {
                glances.missed(names, now);
            }
        }
    }

    /** Rooms that are added meanwhile are not due before the shortest pause is over. */
    private void pause(Duration most) throws InterruptedException {
        Duration pause =
                most.compareTo(means.beat().quick()) < 0 ? most : means.beat().quick();
        if (more.tryAcquire(Math.max(1, pause.toNanos()), TimeUnit.NANOSECONDS)) {
            more.drainPermits();
        }
    }

    @Override
    public void close() {
        closed = true;
        more.release();
    }
}
