// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.Tracer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Traces go to the operator's collector beside the work, or nowhere")
class TracingTest {
    private static void traces(Tracer tracer, int spans) {
        for (int i = 0; i < spans; i++) {
            tracer.spanBuilder("span " + i).startSpan().end();
        }
    }

    @Test
    void without_an_endpoint_nothing_is_traced() {
        try (Tracing off = new Tracing(TracingConfig.usual())) {
            assertThat(off.tracer().spanBuilder("x").startSpan().isRecording()).isFalse();
        }
    }

    @Test
    void none_of_a_hundred_is_none() {
        try (Tracing none = new Tracing(new TracingConfig("http://127.0.0.1:9", 0))) {
            assertThat(none.tracer().spanBuilder("x").startSpan().isRecording()).isFalse();
        }
    }

    @Test
    void a_collector_that_never_answers_holds_up_neither_the_work_nor_the_end() throws IOException {
        // It accepts connections, up to its backlog, and never reads.
        try (ServerSocket collector = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Tracing tracing = new Tracing(new TracingConfig("http://127.0.0.1:" + collector.getLocalPort(), 100));
            long began = System.nanoTime();

            traces(tracing.tracer(), 100_000);
            tracing.close();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"collector:4318", "grpc://collector:4317", "http://", "not a url"})
    void an_endpoint_that_is_no_url_is_refused_by_name(String endpoint) {
        assertThatThrownBy(() -> new TracingConfig(endpoint, 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("otlp_endpoint");
    }
}
