// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Each token is counted once, on however many nodes, and none of a tenant that was deleted")
@Tag("slow")
class TokenCountsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static TestNode node;
    private static TestNode another;

    private TenantId acme;

    @BeforeAll
    static void open() {
        node = TestNode.first(DB, TurnableClock.at("2026-03-01T12:00:00Z"));
        another = node.another();
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @BeforeEach
    void aTenant() {
        acme = node.tenant().id();
    }

    /** Its hashes do not matter here. */
    private void token() {
        DB.admin(
                "INSERT INTO audit_entries SELECT tenant_id, seq + 1, 'aud_' || seq, '2026-03-01', 'token.mint', 'a', 't',"
                        + " 'r', '{\"agent\":\"demo\"}', hash, hash FROM tenant_ledger WHERE tenant_id = '" + acme
                        + "';"
                        + " UPDATE tenant_ledger SET seq = seq + 1 WHERE tenant_id = '" + acme + "'");
    }

    private long count() {
        return another.on().ledger().store(TestNode.job(), acme, tx -> TokenStore.count(tx, 100));
    }

    private long counted() {
        return node.count("SELECT coalesce(sum(tokens), 0) FROM token_counts WHERE tenant_id = '" + acme + "'");
    }

    @Test
    void a_node_that_knows_less_than_was_counted_meanwhile_counts_nothing_and_takes_nothing_back() {
        token();
        node.on().ledger().store(TestNode.job(), acme, late -> {
            token();
            assertThat(count()).isPositive();
            return assertThat(TokenStore.count(late, 100)).isZero();
        });

        count();

        assertThat(counted()).isEqualTo(2);
    }

    @Test
    @DisplayName("K1: nothing is counted again of a tenant that was deleted")
    void deleted() {
        token();
        count();
        node.tenants().deletions().delete(node.operator(), acme);
        assertThat(counted()).isZero();

        countAll();

        assertThat(counted()).isZero();
    }

    @Test
    @DisplayName("K1: nothing is counted of a tenant that was deleted before tokens were")
    void deletedBefore() {
        token();
        node.tenants().deletions().delete(node.operator(), acme);
        DB.admin("DELETE FROM token_counted WHERE tenant_id = '" + acme + "'");

        countAll();

        assertThat(counted()).isZero();
    }

    private static void countAll() {
        node.module(UsageModule.class).jobs().stream()
                .filter(job -> job.name().equals("token-counts"))
                .map(Job::work)
                .forEach(Runnable::run);
    }
}
