// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import static dev.stagedoor.kernel.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stagedoor.access.CreatedKey;
import dev.stagedoor.access.TestNode;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.tenants.DeletionReceipt;
import dev.stagedoor.api.tenants.TenantChange;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.crypto.SealBroken;
import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deleting a tenant: what it sealed cannot be opened again, and no one can act as it any more. */
@Tag("slow")
class DeletionsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");
    private static TestNode node;

    @BeforeAll
    static void begin() {
        node = TestNode.first(DB, CLOCK);
    }

    @AfterAll
    static void end() {
        node.close();
    }

    @Test
    void the_data_key_is_destroyed_in_the_commit_and_the_receipt_says_what_is_left() {
        Tenant tenant = node.tenant();
        Instant lastToken = CLOCK.instant().plus(Duration.ofHours(3));
        node.on().ledger().changing(TestNode.job(), tenant.id(), change -> {
            change.append(
                    Draft.of(TestNode.job(), change.now(), "token.mint", "x", "{}"),
                    Cost.token(lastToken),
                    tenant.policy().budget());
        });
        node.tenants().users().revoke(node.operator(), tenant.id(), "alice");

        DeletionReceipt receipt = TenantViews.of(node.tenants().deletions().delete(node.operator(), tenant.id()));

        LedgerRow head = node.on().ledger().read(TestNode.job(), tenant.id(), Tx::row);
        assertThat(receipt)
                .isEqualTo(new DeletionReceipt(
                        tenant.id().value(),
                        tenant.slug(),
                        CLOCK.instant(),
                        true,
                        CLOCK.instant().plus(Duration.ofDays(30)),
                        lastToken,
                        1,
                        new DeletionReceipt.AuditHead(head.seq(), head.hash().toString())));
        assertThat(node.count("SELECT count(*) FROM tenant_data_keys WHERE wrapped IS NOT NULL AND tenant_id = '"
                        + tenant.id() + "'"))
                .isZero();
        for (String table : List.of("app_users", "evictions")) {
            assertThat(node.count("SELECT count(*) FROM " + table + " WHERE tenant_id = '" + tenant.id() + "'"))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void what_was_sealed_is_opened_on_no_node_even_one_that_held_the_key() {
        TestNode other = node.another();
        Tenant tenant = node.tenant();
        other.on().ledger().read(TestNode.job(), tenant.id(), other.on().dataKeys()::of);

        node.tenants().deletions().delete(node.operator(), tenant.id());

        assertThatExceptionOfType(SealBroken.class)
                .isThrownBy(() -> other.on()
                        .ledger()
                        .read(TestNode.job(), tenant.id(), other.on().dataKeys()::of));
    }

    @Test
    void the_slug_is_never_given_again() {
        Tenant tenant = node.tenant();
        node.tenants().deletions().delete(node.operator(), tenant.id());

        assertProblem(ErrorCode.CONFLICT, () -> node.tenant(tenant.slug()));
    }

    @Test
    void a_deleted_tenant_is_not_found_by_anything() {
        Tenant tenant = node.tenant();
        node.tenants().deletions().delete(node.operator(), tenant.id());

        Tenants tenants = node.tenants().tenants();
        assertProblem(ErrorCode.NOT_FOUND, () -> tenants.get(node.operator(), tenant.id()));
        assertProblem(ErrorCode.NOT_FOUND, () -> tenants.suspend(node.operator(), tenant.id()));
        assertProblem(ErrorCode.NOT_FOUND, () -> tenants.resume(node.operator(), tenant.id()));
        assertProblem(
                ErrorCode.NOT_FOUND,
                () -> tenants.update(node.operator(), tenant.id(), new TenantChange("Back", null)));
        assertProblem(ErrorCode.NOT_FOUND, () -> node.tenants().deletions().delete(node.operator(), tenant.id()));
        assertProblem(ErrorCode.NOT_FOUND, () -> node.tenants().users().revoke(node.operator(), tenant.id(), "bob"));
        assertProblem(
                ErrorCode.NOT_FOUND,
                () -> node.keys()
                        .create(
                                node.operator(),
                                tenant.id(),
                                new NewApiKey(null, "late", TestNode.TENANT_SCOPES, null, null, null, null),
                                Optional.empty()));
        assertProblem(ErrorCode.NOT_FOUND, () -> node.authenticator().tenant(node.operator(), tenant.slug()));
        assertProblem(
                ErrorCode.NOT_FOUND,
                () -> node.authenticator().tenant(node.operator(), tenant.id().value()));
        assertThat(tenants.list(node.operator(), new Page.Request(200, null)).items())
                .extracting(Tenant::id)
                .doesNotContain(tenant.id());
    }

    @Test
    void a_deleted_tenants_keys_are_as_unknown_as_any_on_every_node() {
        TestNode other = node.another();
        Tenant tenant = node.tenant();
        CreatedKey secret = node.key(tenant, TestNode.TENANT_SCOPES);
        CreatedKey publishable = node.publishableKey(tenant, "https://gone.example");
        other.authenticate(secret.text(), "");
        other.authenticate(publishable.text(), "https://gone.example");

        node.tenants().deletions().delete(node.operator(), tenant.id());

        for (TestNode each : List.of(node, other)) {
            assertProblem(
                    ErrorCode.UNAUTHENTICATED,
                    () -> each.serve(
                            secret.text(), by -> each.tenants().tenants().get(by, tenant.id())));
            assertProblem(
                    ErrorCode.UNAUTHENTICATED,
                    () -> each.serve(
                            publishable.text(), by -> each.tenants().tenants().get(by, tenant.id())));
        }
    }

    @Test
    @DisplayName("K1: the receipt and the list of deleted tenants outlive the tenant, for operators")
    void the_receipt_can_be_read_again() {
        Tenant tenant = node.tenant();
        Tenant living = node.tenant();
        Principal key =
                node.authenticate(node.key(living, TestNode.TENANT_SCOPES).text(), "");
        Deletions deletions = node.tenants().deletions();
        Deletions.Receipt receipt = deletions.delete(node.operator(), tenant.id());

        CLOCK.turn(Duration.ofDays(1));

        assertThat(deletions.receipt(node.operator(), tenant.slug())).isEqualTo(receipt);
        assertThat(deletions.receipt(node.operator(), tenant.id().value())).isEqualTo(receipt);
        assertThat(deletions.list(node.operator(), new Page.Request(200, null)).items())
                .contains(receipt.tenant())
                .extracting(Deletions.Deleted::slug)
                .doesNotContain(living.slug());
        for (String other : List.of(living.slug(), living.id().value(), "nobody", "ten_platform")) {
            assertProblem(ErrorCode.NOT_FOUND, () -> deletions.receipt(node.operator(), other));
        }
        assertProblem(ErrorCode.FORBIDDEN, () -> deletions.receipt(key, tenant.slug()));
        assertProblem(ErrorCode.FORBIDDEN, () -> deletions.list(key, new Page.Request(200, null)));
    }

    @Test
    void both_chains_tell_of_it() {
        Tenant tenant = node.tenant();
        long own = seq(tenant.id());
        long platform = seq(TenantId.PLATFORM);

        node.tenants().deletions().delete(node.operator(), tenant.id());

        assertThat(seq(tenant.id())).isEqualTo(own + 1);
        assertThat(seq(TenantId.PLATFORM)).isEqualTo(platform + 1);
    }

    private static long seq(TenantId tenant) {
        return node.on().ledger().read(TestNode.job(), tenant, tx -> tx.row().seq());
    }
}
