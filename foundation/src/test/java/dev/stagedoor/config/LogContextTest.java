// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.kernel.LogContext;
import dev.stagedoor.kernel.TenantId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** In this module, which has a log that keeps such things. */
class LogContextTest {
    private static final TenantId ACME = TenantId.PLATFORM;

    @AfterEach
    void clear() {
        LogContext.clear();
    }

    private static Map<String, String> known() {
        Map<String, String> known = MDC.getCopyOfContextMap();
        return known == null ? Map.of() : known;
    }

    @Test
    void lines_carry_what_the_work_is_about_until_it_is_over() {
        try (LogContext _ = LogContext.of(ACME, "dsp_01a")) {
            LogContext.about("call_01b");
            assertThat(known())
                    .containsOnly(
                            Map.entry("tenant", ACME.value()),
                            Map.entry("dispatch", "dsp_01a"),
                            Map.entry("call", "call_01b"));
        }
        assertThat(known()).isEmpty();
    }

    @Test
    void work_within_work_brings_back_what_was_known() {
        try (LogContext _ = LogContext.of(ACME, "call_01a")) {
            try (LogContext _ = LogContext.of(ACME, "call_02b")) {
                assertThat(known()).containsEntry("call", "call_02b");
            }
            assertThat(known()).containsEntry("call", "call_01a");
        }
    }

    @Test
    void a_text_that_is_no_id_gets_into_no_line() {
        LogContext.about(List.of("call_1\nWARN forged", "call_", "dsp_é", "num_1", "call_" + "x".repeat(41)));
        LogContext.about((String) null);
        assertThat(known()).isEmpty();
    }
}
