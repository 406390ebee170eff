// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.trunk;

import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at each number's trunk: writes what has changed, and then looks for calls that have come in by it. */
public final class TrunkJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrunkJobs.class);

    private final Principal.SystemJob by = new Principal.SystemJob("trunks", "trunks");
    private final Foundation on;
    private final Trunks trunks;
    private final BiConsumer<TenantId, List<Trunk>> calls;
    private final Duration interval;
    private final DueRows due;

    /** Looks for calls by {@code calls}, with the trunks of a tenant that are written, each once in that interval. */
    public TrunkJobs(Foundation on, Trunks trunks, BiConsumer<TenantId, List<Trunk>> calls, Duration interval) {
        this.interval = interval;
        this.on = on;
        this.trunks = trunks;
        this.calls = calls;
        this.due = new DueRows("trunks", TrunkStore.DUE, on.database(), on.clock(), row -> look(row.tenant()));
    }

    /** The trunks that are due. */
    public DueRows due() {
        return due;
    }

    /** The job. */
    public Job job() {
        return new Job("trunks", Job.SOON, due::run);
    }

    @Override
    public void close() {
        due.close();
    }

    /** All of a tenant that are due, whichever of them this turn is for. */
    private void look(TenantId tenant) {
        List<Trunk> taken = on.ledger()
                .store(by, tenant, tx -> TrunkStore.take(tx, on.clock().instant(), interval));
        taken.forEach(trunk -> contained(tenant, () -> trunks.reconcile(by, tenant, trunk)));
        List<Trunk> written =
                taken.stream().filter(trunk -> trunk.written().isPresent()).toList();
        if (!written.isEmpty()) {
            contained(tenant, () -> calls.accept(tenant, written));
        }
    }

    /** An error with one trunk or server does not stop the others. */
    private static void contained(TenantId tenant, Runnable work) {
        try {
            work.run();
        } catch (Problem problem) {
            LOG.debug("{}: {}", tenant, problem.detail());
        } catch (RuntimeException failed) {
            LOG.warn("a number of {} is looked at again later", tenant, failed);
        }
    }
}
