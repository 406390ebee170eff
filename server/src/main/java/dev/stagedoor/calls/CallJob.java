// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.TenantTurns;
import dev.stagedoor.json.UnreadableStored;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks open calls and ends those whose room has closed or whose limit is reached. Webhooks only make it check earlier
 * (D6).
 */
final class CallJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallJob.class);
    private static final int AT_ONCE = 100;

    private final Principal.SystemJob by = new Principal.SystemJob("calls", "calls");
    private final Foundation on;
    private final CallsModule.Parts parts;
    private final Calls calls;
    private final CallsConfig config;
    private final TenantTurns<CallStore.Due> turns = new TenantTurns<>(CallStore.Due::tenant, this::check);

    CallJob(Foundation on, CallsModule.Parts parts, Calls calls, CallsConfig config) {
        this.on = on;
        this.parts = parts;
        this.calls = calls;
        this.config = config;
    }

    /** Starts checks of the open calls that are due. */
    void run() {
        Instant now = on.clock().instant();
        turns.begin(on.database().poll(handle -> CallStore.due(handle, now, turns.busy(), AT_ONCE)));
    }

    @Override
    public void close() {
        turns.close();
    }

    private void check(CallStore.Due due) {
        try {
            check(due, on.clock().instant());
        } catch (Problem problem) {
            LOG.debug("{}: {}", due.id(), problem.detail());
        } catch (UnreadableStored unknown) {
            LOG.warn("{} of {} is skipped: {}", due.id(), due.tenant(), unknown.getMessage());
        }
    }

    private void check(CallStore.Due due, Instant now) {
        Instant next = now.plus(config.pollInterval());
        boolean ours = on.ledger().store(by, due.tenant(), tx -> CallStore.take(tx, due.id(), now, next));
        if (!ours) {
            return;
        }
        Call call = calls.get(by, due.tenant(), due.id());
        over(due, call, now).ifPresent(why -> end(due, why));
    }

    private Optional<CallEnd> over(CallStore.Due due, Call call, Instant now) {
        if (!call.limits().mustEndAt().isAfter(now)) {
            return Optional.of(CallEnd.TOO_LONG);
        }
        if (parts.dispatches().anyUnfinished(by, due.tenant(), due.id().value())) {
            return Optional.empty();
        }
        var sent = parts.dispatches().ofCall(by, due.tenant(), due.id().value());
        boolean joined = sent.stream().anyMatch(dispatch -> dispatch.joinedAt() != null);
        boolean roomLives = parts.projects()
                .version(due.tenant(), call.room().credentialVersion())
                .roomExists(call.room().name());
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
