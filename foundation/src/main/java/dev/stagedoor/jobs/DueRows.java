// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.jobs;

import dev.stagedoor.db.Database;
import dev.stagedoor.kernel.LogContext;
import dev.stagedoor.kernel.TenantId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The due rows of a table, worked off in rounds. Each round gives every tenant a turn of a few rows, the longest due
 * first, so that neither one tenant's backlog nor its slow provider delays another's (I7). A row whose work fails stops
 * no other; it is due again when its own time says so.
 */
public final class DueRows implements AutoCloseable, MeterBinder {
    /** Rows of one tenant in one round. */
    static final int SHARE = 100;

    /** Rows of a backlog that are counted. */
    static final int COUNTED = 10_000;

    private static final int MOST = 2000;
    private static final Duration MEASURED_EVERY = Duration.ofSeconds(5);

    private final String job;
    private final DueSource source;
    private final Clock clock;
    private final TenantTurns<Row> turns;
    private volatile DueSource.Backlog backlog = DueSource.Backlog.NONE;
    private Instant measuredAt = Instant.MIN;

    /** A row that is due: what is known before its tenant's transaction begins. */
    public record Row(TenantId tenant, String id) {}

    /**
     * Rows of that source.
     *
     * @param job  the name in metrics
     * @param work claims the row, moves its time and does what is due; it must cope with a row that another node has
     *             just claimed
     */
    public DueRows(String job, DueSource source, Clock clock, Consumer<Row> work) {
        this.job = job;
        this.source = source;
        this.clock = clock;
        this.turns = new TenantTurns<>(Row::tenant, row -> {
            LogContext.about(row.id());
            work.accept(row);
        });
    }

    /** Rows of that table; as the other. */
    public DueRows(String job, DueTable table, Database database, Clock clock, Consumer<Row> work) {
        this(job, DueSource.of(table, database), clock, work);
    }

    /** Begins a round, without the tenants whose last turn is not over, and returns. One thread runs it. */
    public void run() {
        turns.begin(due());
        Instant now = clock.instant();
        if (measuredAt.isBefore(now.minus(MEASURED_EVERY))) {
            measuredAt = now;
            backlog = source.backlog(now);
        }
    }

    /** The rows of a round that would begin now. */
    public List<Row> due() {
        return source.round(clock.instant(), turns.busy(), MOST);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("stagedoor.job.backlog", this, rows -> rows.backlog.rows())
                .description("Rows that are due, counted up to " + COUNTED)
                .tag("job", job)
                .register(registry);
        TimeGauge.builder("stagedoor.job.backlog.age", this, TimeUnit.MILLISECONDS, DueRows::ageMillis)
                .description("How long the oldest due row has been due")
                .tag("job", job)
                .register(registry);
    }

    /** Grows on by itself if the job does not run any more. */
    private double ageMillis() {
        Instant oldest = backlog.oldest();
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest, clock.instant()).toMillis());
    }

    /** Starts no more work; as {@link TenantTurns#close}. */
    @Override
    public void close() {
        turns.close();
    }
}
