// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.budgets.Money;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settles what legs cost once they are over, each once, whichever node dies between. */
final class CostJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CostJobs.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    /** Until somebody looks again at one that is not over yet. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Principal.SystemJob by = new Principal.SystemJob("call-costs", "call-costs");
    private final Foundation on;
    private final Talks talks;
    private final DueRows due;

    CostJobs(Foundation on, Talks talks) {
        this.on = on;
        this.talks = talks;
        this.due = new DueRows("call costs", CostStore.DUE, on.database(), on.clock(), this::look);
    }

    /** Rolls back the change: another node has settled it. */
    private static final class AlreadySettled extends RuntimeException {
        private static final long serialVersionUID = 1;

        AlreadySettled() {
            super("the cost has already been settled", null, false, false);
        }
    }

    DueRows due() {
        return due;
    }

    Job job() {
        return new Job("call costs", SOON, due::run);
    }

    @Override
    public void close() {
        due.close();
    }

    private void look(DueRows.Row row) {
        try {
            look(row.tenant(), row.id(), on.clock().instant());
        } catch (AlreadySettled done) {
            LOG.debug("{} is settled", row.id());
        } catch (Problem later) {
            LOG.debug("{}: {}", row.id(), later.detail());
        }
    }

    private void look(TenantId tenant, String leg, Instant now) {
        Optional<Cost> taken = on.ledger()
                .store(
                        by,
                        tenant,
                        tx -> CostStore.take(tx, leg, now, now.plus(AGAIN))
                                ? CostStore.open(tx, leg)
                                : Optional.empty());
        if (taken.isEmpty()) {
            return;
        }
        Cost cost = taken.get();
        Talks.Asked asked =
                new Talks.Asked(cost.of().leg(), cost.of().call(), cost.of().kind(), cost.longest());
        talks.of(by, tenant, asked)
                .map(cost::settledFor)
                .ifPresent(settled -> on.ledger().changing(by, tenant, change -> settle(change, cost, settled)));
    }

    private void settle(ChangeTx change, Cost cost, Cost.Settled settled) {
        if (!CostStore.settle(change.tx(), cost.of().leg(), settled, change.now())) {
            throw new AlreadySettled();
        }
        CostStore.add(change.tx(), cost.day(), settled.micros(), -cost.held());
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("leg", cost.of().kind().name().toLowerCase(Locale.ROOT));
        detail.put("seconds", settled.seconds());
        detail.put("billed_seconds", settled.billed());
        detail.put("cost", Money.dollars(settled.micros()));
        detail.put("currency", Dollars.CODE);
        change.append(Draft.of(by, change.now(), "call.settle", cost.of().call().value(), Json.text(detail)));
    }
}
