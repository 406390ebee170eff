// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.http.Socket;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.realtime.wire.CloseCodes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName(
        "A socket is closed with a code that tells its client what to do, and with nothing of the cause (118, 132)")
class CloseCodesTest {
    private static Socket.Close of(ErrorCode code) {
        return CloseCodes.of(Problem.of(code, "the row ui_42 is locked by con_7"));
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    @DisplayName("every error has one of the protocol's codes, and its reason fits into a frame")
    void every_error_has_a_code_of_the_protocol(ErrorCode error) {
        Socket.Close close = of(error);

        assertThat(close.code()).isIn(4401, 4403, 4429, 1008, 1011, 1012);
        assertThat(close.reason()).doesNotContain("ui_42");
        assertThat(close.reason().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(123);
        assertThat(close.code() == 4429).isEqualTo(close.reason().startsWith("retry_after="));
    }

    @ParameterizedTest
    @CsvSource({
        "TOKEN_EXPIRED, 4401",
        "UNAUTHENTICATED, 4403",
        "FORBIDDEN, 4403",
        "TENANT_SUSPENDED, 4403",
        "USER_REVOKED, 4403",
        "ORIGIN_NOT_ALLOWED, 4403",
        "RATE_LIMITED, 4429",
        "BUSY, 4429",
        "SHUTTING_DOWN, 1012",
        "INTERNAL, 1011",
        "AUDIT_UNAVAILABLE, 1011",
        "INVALID_REQUEST, 1008",
    })
    void the_client_learns_whether_to_refresh_to_stop_to_wait_or_to_come_again(ErrorCode error, int code) {
        assertThat(of(error).code()).isEqualTo(code);
    }

    @Test
    void whoever_waits_is_told_whole_seconds_and_never_none() {
        Problem busy = Problem.of(ErrorCode.BUSY, "full");

        assertThat(CloseCodes.of(busy).reason()).isEqualTo("retry_after=1");
        assertThat(CloseCodes.of(busy.retryAfter(Duration.ofMillis(2_100))).reason())
                .isEqualTo("retry_after=3");
        assertThat(CloseCodes.of(busy.retryAfter(Duration.ZERO)).reason()).isEqualTo("retry_after=1");
    }
}
