// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.budgets.CallMeter;
import dev.stagedoor.budgets.Prices;
import dev.stagedoor.budgets.TokenUsage;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what leases and text agents use, and stores it a little later: many calls of a tenant in one transaction. */
final class Meter implements CallMeter, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Meter.class);

    private final Principal by = new Principal.SystemJob("models", "meter");
    private final Ledger ledger;
    private final Clock clock;
    private final Prices prices;
    private Map<TenantId, Map<Account, Sum>> pending = new HashMap<>();

    /** What calls are counted under. */
    record Account(LocalDate day, String agent, String profileId, String model) {}

    /** Calls, their tokens, and their cost in millionths of a dollar. */
    record Sum(long calls, TokenUsage tokens, long micros) {
        Sum plus(Sum more) {
            return new Sum(calls + more.calls, tokens.plus(more.tokens), micros + more.micros);
        }
    }

    Meter(Ledger ledger, Clock clock, Prices prices) {
        this.ledger = ledger;
        this.clock = clock;
        this.prices = prices;
    }

    @Override
    public long add(Caller caller, TokenUsage tokens) {
        LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Account account = new Account(day, caller.agent(), caller.profileId(), caller.model());
        long micros = prices.micros(caller.model(), tokens);
        add(caller.tenant(), Map.of(account, new Sum(1, tokens, micros)));
        return micros;
    }

    private synchronized void add(TenantId tenant, Map<Account, Sum> sums) {
        Map<Account, Sum> mine = pending.computeIfAbsent(tenant, each -> new HashMap<>());
        sums.forEach((account, sum) -> mine.merge(account, sum, Sum::plus));
    }

    private synchronized Map<TenantId, Map<Account, Sum>> taken() {
        Map<TenantId, Map<Account, Sum>> taken = pending;
        pending = new HashMap<>();
        return taken;
    }

    /** Stores what is pending; what cannot be stored now is pending again. */
    void store() {
        taken().forEach((tenant, sums) -> {
            try {
                ledger.store(by, tenant, tx -> {
                    sums.forEach((account, sum) -> ModelUsageStore.add(tx, account, sum));
                    return true;
                });
            } catch (RuntimeException failed) {
                LOG.warn(
                        "could not store the usage of {} leases' accounts; trying again: {}", sums.size(), "" + failed);
                add(tenant, sums);
            }
        });
    }

    @Override
    public void close() {
        store();
    }
}
