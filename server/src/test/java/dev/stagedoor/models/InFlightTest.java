// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.http.MemoryShares;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The requests that wait for a provider hold a bounded share of memory for each tenant (I7)")
class InFlightTest {
    private static final TenantId ACME = new TenantId("ten_" + "a".repeat(26));
    private static final TenantId GLOBEX = new TenantId("ten_" + "g".repeat(26));

    private final MemoryShares inFlight = MessageRoutes.inFlight(new DataSize(100));

    @Test
    void a_tenant_is_refused_beyond_its_share_and_no_other_is() {
        try (MemoryShares.Held _ = inFlight.take(ACME, 80)) {
            assertThatThrownBy(() -> inFlight.take(ACME, 30))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("large requests");
            inFlight.take(ACME, 20).close();
            inFlight.take(GLOBEX, 90).close();
        }

        inFlight.take(ACME, 100).close();
    }

    @Test
    void what_has_ended_leaves_nothing_behind() {
        inFlight.take(ACME, 10).close();

        assertThat(inFlight.tenants()).isZero();
    }
}
