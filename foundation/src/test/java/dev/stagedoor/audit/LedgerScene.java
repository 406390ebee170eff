// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.audit.AuditHead;
import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.audit.entry.Grant;
import dev.stagedoor.client.audit.AuditChain;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tenants, and nodes whose ledgers share one database: the setup for the ledger's tests.
 *
 * <p>Not built on the server's wiring, as the scenes of the features are: the ledger is in the foundation, below it. A
 * node here is one constructor call, with the lanes and the timeout that a test is about.
 */
final class LedgerScene implements AutoCloseable {
    /** Generous for slow machines: every passing run ends its waits earlier. */
    static final LedgerConfig PATIENT = new LedgerConfig(2, 1024, Duration.ofSeconds(20));

    private final TestDatabase database;
    private final TurnableClock clock = TurnableClock.at("2026-03-01T12:00:00.123456Z");
    private final List<Ledger> ledgers = new ArrayList<>();

    LedgerScene(TestDatabase database) {
        this.database = database;
        node(database.database(), PATIENT);
    }

    /** The first node's ledger. */
    Ledger ledger() {
        return ledgers.getFirst();
    }

    /** One more node, with its own pools and lanes. */
    Ledger node() {
        return node(database.node(), PATIENT);
    }

    Ledger node(Database pools, LedgerConfig config) {
        Ledger ledger = new Ledger(pools, clock, config);
        ledgers.add(ledger);
        return ledger;
    }

    TurnableClock clock() {
        return clock;
    }

    /** Whoever may do everything and is nobody's: neither a proof nor an operator's entries beside the tenant's. */
    Principal by() {
        return new Principal.SystemJob("test", "req_1");
    }

    Principal operator() {
        return new Principal.Operator(KeyId.next(clock.instant()), Set.of(), null, "req_1");
    }

    Principal keyOf(TenantId tenant) {
        return new Principal.TenantKey(tenant, KeyId.next(clock.instant()), Set.of(), null, "req_1");
    }

    /** A new tenant. */
    TenantId tenant() {
        return found(TenantId.next(clock.instant()));
    }

    TenantId found(TenantId tenant) {
        return ledger().found(by(), tenant, platform -> platform.append(draft("tenant.create")), change -> {
            change.append(draft("tenant.create"));
            return tenant;
        });
    }

    Draft draft(String action) {
        return Draft.of(by(), clock.instant(), action, "thing", "{\"n\":1}");
    }

    void change(TenantId tenant, String action) {
        ledger().changing(by(), tenant, change -> change.append(draft(action)));
    }

    /** A change that revokes something. */
    void raiseEpoch(TenantId tenant) {
        ledger().changing(by(), tenant, change -> {
            change.append(draft("policy.cut"));
            change.raiseEpoch();
        });
    }

    long epoch(TenantId tenant) {
        return ledger().read(by(), tenant, Tx::epoch);
    }

    LedgerRow row(TenantId tenant) {
        return ledger().read(by(), tenant, Tx::row);
    }

    /** A token for the tenant, based on the current state. */
    Grant grantOf(TenantId tenant) {
        return grantOf(tenant, epoch(tenant));
    }

    Grant grantOf(TenantId tenant, long epoch) {
        return grantOf(tenant, epoch, Budget.UNLIMITED);
    }

    Grant grantOf(TenantId tenant, long epoch, Budget budget) {
        Instant expiry = clock.instant().plus(Duration.ofHours(1));
        return new Grant(new Proof(tenant, epoch), draft("token.mint"), Cost.token(expiry), budget);
    }

    void grant(TenantId tenant) {
        ledger().append(by(), grantOf(tenant));
    }

    /** The tenant's chain as stored. */
    List<Entry> entries(TenantId tenant) {
        return ledger().read(by(), tenant, tx -> AuditStore.between(tx, AuditQuery.ALL, 1, Long.MAX_VALUE, 10_000));
    }

    /** Fails unless the chain is intact from its first entry to the ledger row's head, by the auditors' check. */
    void assertSound(TenantId tenant) {
        AuditChain chain = new AuditChain(tenant.value());
        entries(tenant).forEach(entry -> chain.accept(ExportedChain.wire(entry)));
        LedgerRow row = row(tenant);
        assertThat(chain.end())
                .isEqualTo(new AuditChain.Whole(
                        new AuditHead(tenant.value(), row.seq(), row.hash().toString())));
    }

    @Override
    public void close() {
        ledgers.forEach(Ledger::close);
    }
}
