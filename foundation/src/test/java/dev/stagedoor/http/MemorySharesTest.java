// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A tenant holds no more of a node's memory than its share (I7)")
class MemorySharesTest {
    private static final TenantId ACME = new TenantId("ten_" + "a".repeat(26));
    private static final TenantId GLOBEX = new TenantId("ten_" + "g".repeat(26));

    private final MemoryShares shares = new MemoryShares(new DataSize(100), "Too much.");

    @Test
    void a_tenant_is_refused_beyond_its_share_and_no_other_is() {
        try (MemoryShares.Held _ = shares.take(ACME, 80)) {
            assertThatThrownBy(() -> shares.take(ACME, 30))
                    .isInstanceOfSatisfying(
                            Problem.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED))
                    .hasMessageContaining("Too much.");
            assertThat(shares.tryTake(ACME, 21)).isEmpty();
            shares.take(ACME, 20).close();
            shares.take(GLOBEX, 90).close();
        }

        shares.take(ACME, 100).close();
    }

    @Test
    void one_that_holds_nothing_may_hold_more_than_its_share_at_once() {
        try (MemoryShares.Held _ = shares.take(ACME, 1_000)) {
            assertThat(shares.tryTake(ACME, 1)).isEmpty();
        }
    }

    @Test
    void what_is_given_back_leaves_nothing_behind() {
        shares.take(ACME, 10).close();

        assertThat(shares.tenants()).isZero();
    }

    @Test
    void what_is_given_back_twice_counts_once() {
        try (MemoryShares.Held _ = shares.take(ACME, 60)) {
            MemoryShares.Held other = shares.take(ACME, 40);
            other.close();
            other.close();

            assertThat(shares.tryTake(ACME, 41)).isEmpty();
        }
    }
}
