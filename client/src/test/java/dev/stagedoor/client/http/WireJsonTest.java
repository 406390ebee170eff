// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.orchestration.UsageFields;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the command prints as JSON reads as people write it")
class WireJsonTest {
    @Test
    void amounts_have_no_exponent() throws Exception {
        UsageFields usage = new UsageFields(12, 3, 0, 0, 0.000177);

        String json = WireJson.mapper().writeValueAsString(usage);

        assertThat(json).endsWith("\"cost\":0.000177}");
        assertThat(WireJson.mapper().readValue(json, UsageFields.class)).isEqualTo(usage);
    }
}
