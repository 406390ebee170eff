// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TenantPagesTest {
    private static final List<TenantId> ALL = IntStream.range(0, 5)
            .mapToObj(second -> TenantId.next(Instant.EPOCH.plusSeconds(second)))
            .toList();

    private static List<TenantId> two(String after) {
        return ALL.stream()
                .filter(tenant -> tenant.value().compareTo(after) > 0)
                .limit(2)
                .toList();
    }

    @Test
    void each_tenant_has_its_turn_once_whatever_page_it_is_on() {
        List<TenantId> served = new ArrayList<>();

        assertThat(TenantPages.each(TenantPagesTest::two, served::add)).isEqualTo(5);

        assertThat(served).isEqualTo(ALL);
    }

    @Test
    void an_interrupted_thread_begins_no_page() {
        List<TenantId> served = new ArrayList<>();

        TenantPages.each(TenantPagesTest::two, tenant -> {
            served.add(tenant);
            Thread.currentThread().interrupt();
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(served).hasSize(2);
    }
}
