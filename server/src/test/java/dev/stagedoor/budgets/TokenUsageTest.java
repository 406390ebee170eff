// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A provider's numbers are believed within bounds: a tenant's own gateway may say anything (R4)")
class TokenUsageTest {
    private static final Prices DEAR = new Prices(List.of("dear=1000/1000"));

    @Test
    void a_number_below_zero_gives_no_budget_anything_back() {
        assertThat(TokenUsage.told(-1, Long.MIN_VALUE, -9, 3)).isEqualTo(new TokenUsage(0, 0, 0, 3));
    }

    @Test
    void the_largest_numbers_overflow_neither_sums_nor_prices() {
        TokenUsage most = TokenUsage.told(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

        assertThat(most.total()).isEqualTo(80_000_000);
        assertThat(DEAR.micros("dear", most)).isEqualTo(67_000_000_000L);
    }
}
