// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The ledger: every change and every grant is an entry of its tenant's chain")
class LedgerTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static LedgerScene scene;

    @BeforeAll
    static void open() {
        scene = new LedgerScene(DB);
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void a_new_tenant_begins_its_chain_with_its_first_change() {
        TenantId acme = scene.tenant();

        assertThat(scene.entries(acme))
                .extracting(entry -> entry.draft().action())
                .containsExactly("tenant.create");
        scene.assertSound(acme);
        scene.assertSound(TenantId.PLATFORM);
    }

    @Test
    void a_tenant_is_created_once() {
        TenantId acme = scene.tenant();

        assertThatThrownBy(() -> scene.found(acme))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    @Test
    void what_is_opened_to_read_cannot_write() {
        TenantId acme = scene.tenant();
        Function<Tx, Integer> write = tx -> tx.update("UPDATE tenant_ledger SET seq = seq WHERE tenant_id = :tenant")
                .execute();

        assertThatThrownBy(() -> scene.ledger().read(scene.by(), acme, write))
                .hasMessageContaining("read-only transaction");
        assertThat(scene.ledger().store(scene.by(), acme, write)).isOne();
    }

    @Test
    void changes_and_grants_follow_each_other_in_one_chain() {
        TenantId acme = scene.tenant();

        scene.change(acme, "agent.create");
        scene.grant(acme);
        scene.change(acme, "agent.delete");
        scene.grant(acme);

        assertThat(scene.entries(acme))
                .extracting(entry -> entry.draft().action())
                .containsExactly("tenant.create", "agent.create", "token.mint", "agent.delete", "token.mint");
        scene.assertSound(acme);
    }

    @Test
    @DisplayName("K1: what an operator does to a tenant stands in the tenant's chain and in the platform's")
    void an_operators_change_and_grant_stand_in_both_chains() {
        TenantId acme = scene.tenant();
        long before = scene.row(TenantId.PLATFORM).seq();
        Principal operator = scene.operator();

        scene.ledger().changing(operator, acme, change -> change.append(scene.draft("agent.create")));
        scene.ledger().append(operator, scene.grantOf(acme));
        scene.change(acme, "agent.delete");

        List<Entry> own = scene.entries(acme);
        List<Entry> told = scene.entries(TenantId.PLATFORM).stream()
                .filter(entry -> entry.seq() > before)
                .toList();
        assertThat(told).extracting(entry -> entry.draft().action()).containsExactly("agent.create", "token.mint");
        assertThat(told).extracting(entry -> entry.draft().target()).containsOnly(acme.value());
        assertThat(told.getFirst().draft().detail())
                .isEqualTo("{\"target\":\"thing\",\"seq\":2,\"hash\":\""
                        + own.get(1).hash() + "\"}");
        scene.assertSound(acme);
        scene.assertSound(TenantId.PLATFORM);
    }

    @Test
    void an_operators_change_that_fails_stands_in_neither_chain() {
        TenantId acme = scene.tenant();
        long platform = scene.row(TenantId.PLATFORM).seq();

        assertThatThrownBy(() -> scene.ledger().changing(scene.operator(), acme, change -> {
                    change.append(scene.draft("agent.create"));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(scene.entries(acme)).hasSize(1);
        assertThat(scene.row(TenantId.PLATFORM).seq()).isEqualTo(platform);
    }

    @Test
    void a_change_without_an_entry_is_refused_and_undone() {
        TenantId acme = scene.tenant();

        assertThatThrownBy(() -> scene.ledger().change(scene.by(), acme, change -> true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without an audit entry");
        assertThat(scene.entries(acme)).hasSize(1);
    }

    @Test
    void nobody_reads_changes_or_is_granted_anything_of_another_tenant() {
        TenantId acme = scene.tenant();
        TenantId globex = scene.tenant();
        var key = scene.keyOf(globex);

        assertNotFound(() -> scene.ledger().read(key, acme, tx -> true));
        assertNotFound(() -> scene.ledger().change(key, acme, change -> true));
        assertNotFound(() -> scene.ledger().append(key, scene.grantOf(acme)));
        assertNotFound(
                () -> scene.ledger().found(key, TenantId.next(scene.clock().instant()), c -> {}, c -> true));
    }

    @Test
    void an_unknown_tenant_is_not_found_on_either_path() {
        TenantId nobody = TenantId.next(scene.clock().instant());

        assertNotFound(() -> scene.change(nobody, "agent.create"));
        assertNotFound(() -> scene.ledger().append(scene.by(), scene.grantOf(nobody, 1)));
    }

    private static void assertNotFound(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }
}
