// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import dev.stagedoor.budgets.Amounts;
import dev.stagedoor.budgets.Budgets;
import dev.stagedoor.budgets.Prices;
import dev.stagedoor.budgets.TokenUsage;
import dev.stagedoor.claude.Claude;
import dev.stagedoor.claude.Lease;
import dev.stagedoor.claude.ModelSpans;
import dev.stagedoor.claude.Profiles;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.orchestration.model.Messages;
import dev.stagedoor.orchestration.pattern.ModelCall;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all runs of this node work with. */
record Means(
        Foundation on,
        Claude claude,
        Profiles profiles,
        ModelSpans spans,
        RunMeters meters,
        Prices prices,
        OrchestrationConfig config) {
    /** In whose name a node works on runs. */
    static final Principal.SystemJob BY = new Principal.SystemJob("runs", "runs");

    private static final Logger LOG = LoggerFactory.getLogger(Means.class);

    Clock clock() {
        return on.clock();
    }

    /**
     * Settles what the run's finished calls used, and reserves the most that the next one may use; a database that cannot be
     * reached lets it wait.
     */
    Budgets.Verdict reserve(Journal journal, Lease lease, ModelCall call) {
        Run run = journal.run();
        String model = config.defaults().model(call.agent());
        TokenUsage most =
                new TokenUsage(Messages.mostInput(call), config.defaults().maxTokens(call.agent()), 0, 0);
        Amounts amounts = new Amounts(most.input() + most.output(), prices.micros(model, most), 1, 0);
        Budgets.Asked asked =
                new Budgets.Asked(run.id(), lease.profileId(), call.key(), amounts, prices.know(model) ? null : model);
        List<Budgets.Used> pending = journal.takeCharges();
        try {
            if (pending.isEmpty() && !isLimited(run, lease)) {
                return Budgets.Verdict.UNLIMITED;
            }
            return on.ledger().store(BY, run.tenant(), tx -> {
                if (RunStore.hold(tx, List.of(run)).isEmpty()) {
                    // Whoever has taken the run has freed what it held; nobody would free what it reserved now.
                    return Budgets.Verdict.WAITS;
                }
                Instant now = clock().instant();
                Budgets.settle(tx, pending, now);
                return Budgets.reserve(tx, asked, now);
            });
        } catch (RuntimeException failed) {
            journal.back(pending);
            LOG.warn("could not reserve a call of run {}; trying again: {}", run.id(), failed.toString());
            return Budgets.Verdict.WAITS;
        }
    }

    /** Whether any budget is concerned; one that is set now counts within half a second for a run in progress. */
    private boolean isLimited(Run run, Lease lease) {
        return run.options().limited() || on.snapshots().of(run.tenant()).get(Budgets.LIMITED, lease.profileId());
    }

    /** The profile's lease, if its secret is newer than that one. */
    Optional<Lease> newer(TenantId tenant, Lease than) {
        try {
            Lease now = on.snapshots().now(tenant, snapshot -> profiles.lease(snapshot, than.profileId()));
            return Optional.of(now).filter(lease -> lease.version() != than.version());
        } catch (Problem gone) {
            return Optional.empty();
        }
    }
}
