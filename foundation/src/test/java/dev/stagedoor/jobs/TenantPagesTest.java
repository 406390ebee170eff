// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("I7: work for all tenants, some at a time: one that fails keeps no other")
class TenantPagesTest {
    private final List<TenantId> all = Stream.generate(() -> TenantId.next(Instant.EPOCH))
            .limit(5)
            .sorted((a, b) -> a.value().compareTo(b.value()))
            .toList();
    private final List<TenantId> done = new ArrayList<>();

    private List<TenantId> twoAfter(String id) {
        return all.stream()
                .filter(tenant -> tenant.value().compareTo(id) > 0)
                .limit(2)
                .toList();
    }

    @Test
    void each_has_its_turn_although_one_fails() {
        int tenants = TenantPages.each("try it", this::twoAfter, tenant -> {
            if (tenant.equals(all.get(1))) {
                throw new IllegalStateException("not today");
            }
            done.add(tenant);
        });

        assertThat(tenants).isEqualTo(5);
        assertThat(done).containsExactly(all.get(0), all.get(2), all.get(3), all.get(4));
    }

    @Test
    void an_interrupted_thread_ends_early() {
        TenantPages.each("try it", this::twoAfter, tenant -> {
            done.add(tenant);
            Thread.currentThread().interrupt();
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(done).hasSize(2);
    }
}
