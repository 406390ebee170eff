// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stagedoor.egress.Egress;
import dev.stagedoor.egress.EgressConfig;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("I8: nobody is told to connect to an address that is not permitted")
class GuardedAddressTest {
    private static final TenantId TENANT = TenantId.next(Instant.EPOCH);
    private static final GuardedAddress PUBLIC = new GuardedAddress(new Egress(EgressConfig.publicOnly()));

    private static ErrorCode refusal(String url) {
        return catchThrowableOfType(Problem.class, () -> PUBLIC.require(TENANT, ServerUrl.parse(url)))
                .code();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ws://127.0.0.1:7880",
                "ws://localhost:7880",
                "wss://[::1]",
                "wss://169.254.169.254",
                "ws://10.0.0.1"
            })
    void a_private_one_neither_by_its_number_nor_by_a_name(String url) {
        assertThat(refusal(url)).isEqualTo(ErrorCode.ADDRESS_NOT_ALLOWED);
    }

    @Test
    void one_whose_name_leads_nowhere() {
        assertThat(refusal("wss://nobody.invalid")).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
    }

    @Test
    void others_are_permitted() {
        GuardedAddress withLoopback = new GuardedAddress(new Egress(EgressConfig.withLoopback()));
        assertThatNoException().isThrownBy(() -> withLoopback.require(TENANT, ServerUrl.parse("ws://localhost:7880")));
    }
}
