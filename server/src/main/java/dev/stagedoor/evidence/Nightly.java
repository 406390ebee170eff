// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.jobs.TenantPages;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Semaphore;

/**
 * Verifies every tenant with a project once a night, each at a time of its own, so that neither LiveKit servers nor this one
 * have to do it all at once.
 */
final class Nightly implements AutoCloseable {
    private static final Duration NIGHT = Duration.ofHours(6);

    /** If this node dies meanwhile, or has no place for it, it is tried again then. */
    private static final Duration AGAIN = Duration.ofMinutes(5);

    private static final int TENANTS_AT_ONCE = 200;
    private static final int MOST_AT_ONCE = 2;

    private final Foundation on;
    private final Verifications verifications;
    private final DueRows due;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    Nightly(Foundation on, Verifications verifications) {
        this.on = on;
        this.verifications = verifications;
        this.due = new DueRows("evidence", VerificationStore.DUE, on.database(), on.clock(), this::verify);
    }

    DueRows due() {
        return due;
    }

    /** Plans what is not planned, and begins what is due. */
    void run() {
        Principal job =
                new Principal.SystemJob("evidence", Ids.next("job", on.clock().instant()));
        TenantPages.each(
                "plan the verification",
                after -> on.database().poll(handle -> VerificationStore.unplanned(handle, after, TENANTS_AT_ONCE)),
                tenant -> plan(job, tenant));
        due.run();
    }

    private void plan(Principal job, TenantId tenant) {
        Instant next = next(tenant, on.clock().instant());
        on.ledger().store(job, tenant, tx -> Tenants.isLiving(tx) ? VerificationStore.plan(tx, next) : 0);
    }

    /** The tenant's own time of the night, the next time it comes. */
    static Instant next(TenantId tenant, Instant now) {
        long second = Math.floorMod((long) tenant.value().hashCode() * 0x9E3779B97F4A7C15L, NIGHT.toSeconds());
        Instant tonight = now.truncatedTo(ChronoUnit.DAYS).plusSeconds(second);
        return tonight.isAfter(now) ? tonight : tonight.plus(Duration.ofDays(1));
    }

    private void verify(DueRows.Row row) {
        TenantId tenant = row.tenant();
        places.acquireUninterruptibly();
        try {
            // Not before: there may be many that wait.
            Instant now = on.clock().instant();
            Instant again = now.plus(AGAIN).truncatedTo(ChronoUnit.MILLIS);
            Principal job = new Principal.SystemJob("evidence", Ids.next("job", now));
            if (on.ledger().store(job, tenant, tx -> VerificationStore.takeDue(tx, now, again))) {
                verify(job, tenant);
                on.ledger().store(job, tenant, tx -> VerificationStore.done(tx, again, next(tenant, now)));
            }
        } finally {
            places.release();
        }
    }

    /** Somebody else's verification that is under way is this night's, too. */
    private void verify(Principal job, TenantId tenant) {
        try {
            verifications.verify(job, tenant);
        } catch (Problem another) {
            if (another.code() != ErrorCode.CONFLICT) {
                throw another;
            }
        }
    }

    @Override
    public void close() {
        due.close();
    }
}
