package dev.stagedoor.calls;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Database;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.jobs.TenantTurns;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.projects.Projects;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at open calls and ends those that are over: whose room has closed, whose limit is reached. Webhooks will only make
 * it look earlier (D6).
 */
final class CallJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallJob.class);
    private static final int AT_ONCE = 100;

    private final Principal.SystemJob by = new Principal.SystemJob("calls", "calls");
    private final Database database;
    private final Ledger ledger;
    private final Calls calls;
    private final Dispatches dispatches;
    private final Projects projects;
    private final Clock clock;
    private final TenantTurns<CallStore.Due> turns = new TenantTurns<>(CallStore.Due::tenant, this::look);

    CallJob(Database database, Ledger ledger, Calls calls, Dispatches dispatches, Projects projects, Clock clock) {
        this.database = database;
        this.ledger = ledger;
        this.calls = calls;
        this.dispatches = dispatches;
        this.projects = projects;
        this.clock = clock;
    }

    /** Begins to look at the open calls that are due. */
    void run() {
        Instant now = clock.instant();
        turns.begin(database.poll(handle -> CallStore.due(handle, now, turns.busy(), AT_ONCE)));
    }

    @Override
    public void close() {
        turns.close();
    }

    private void look(CallStore.Due due) {
        try {
            look(due, clock.instant());
        } catch (Problem problem) {
            LOG.debug("call {}: {}", due.id(), problem.detail());
        }
    }

    private void look(CallStore.Due due, Instant now) {
        boolean ours = ledger.store(by, due.tenant(), tx -> CallStore.take(tx, due.id(), now, now.plus(calls.look())));
        if (!ours) {
            return;
        }
        Call call = calls.get(by, due.tenant(), due.id());
        over(due, call, now).ifPresent(why -> end(due, why));
    }

    private Optional<CallEnd> over(CallStore.Due due, Call call, Instant now) {
        if (!call.mustEndAt().isAfter(now)) {
            return Optional.of(CallEnd.TOO_LONG);
        }
        if (dispatches.anyUnfinished(by, due.tenant(), due.id().value())) {
            return Optional.empty();
        }
        var sent = dispatches.ofCall(by, due.tenant(), due.id().value());
        boolean joined = sent.stream().anyMatch(dispatch -> dispatch.joinedAt() != null);
        boolean roomLives =
                projects.version(due.tenant(), call.credentialVersion()).roomExists(call.room());
        if (roomLives) {
            return Optional.empty();
        }
        return Optional.of(joined || sent.isEmpty() ? CallEnd.ROOM_CLOSED : CallEnd.NO_AGENT);
    }

    private void end(CallStore.Due due, CallEnd why) {
        try {
            calls.end(by, due.tenant(), due.id(), why);
        } catch (Problem lost) {
            if (lost.code() != ErrorCode.CONFLICT) {
                throw lost;
            }
        }
    }
}
