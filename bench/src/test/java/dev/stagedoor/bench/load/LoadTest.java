// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final int CONNECTIONS = 4;

    private static Load loadOn(AnsweringServer server) {
        byte[] request = new Customer("acme", "sd_live_example").tokenRequest(server.port());
        return new Load(server.port(), n -> request, CONNECTIONS, Expected.CREATED);
    }

    @Test
    void a_closed_load_waits_for_every_answer_and_counts_it() throws IOException {
        try (AnsweringServer server = new AnsweringServer(n -> 201)) {
            Load.Outcome outcome = loadOn(server).asFastAsAnswered(Duration.ofMillis(500));

            assertThat(outcome.latencies().count()).isEqualTo(server.answered()).isGreaterThanOrEqualTo(CONNECTIONS);
            assertThat(outcome.took()).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        }
    }

    @Test
    void an_open_load_sends_what_is_due_in_its_time_and_no_more() throws IOException {
        try (AnsweringServer server = new AnsweringServer(n -> 201)) {
            Load.Outcome outcome = loadOn(server).atRate(200, Duration.ofMillis(500));

            assertThat(outcome.latencies().count()).isEqualTo(100).isEqualTo(server.answered());
        }
    }

    @Test
    void a_request_is_made_for_another_user_without_a_change_of_length() {
        byte[] request = new Customer("acme", "sd_live_example").tokenRequest(8080);
        int length = request.length;

        Customer.forUser(request, 1_234_567);

        assertThat(new String(request, StandardCharsets.US_ASCII))
                .hasSize(length)
                .endsWith("\"participant_identity\":\"user_0001234567\"}");
    }

    @Test
    void an_answer_that_is_no_201_ends_the_load_and_is_shown() throws IOException {
        try (AnsweringServer server = new AnsweringServer(n -> n == 10 ? 429 : 201)) {
            assertThatThrownBy(() -> loadOn(server).asFastAsAnswered(Duration.ofSeconds(30)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("not a 201")
                    .hasMessageContaining("429");
        }
    }

    @Test
    void a_streamed_message_is_read_to_its_last_chunk() throws IOException {
        try (AnsweringServer server = AnsweringServer.streaming("event: message_stop\ndata: {}\n\n")) {
            Load.Outcome outcome = messagesOn(server).asFastAsAnswered(Duration.ofMillis(500));

            assertThat(outcome.latencies().count()).isEqualTo(server.answered()).isGreaterThanOrEqualTo(CONNECTIONS);
        }
    }

    @Test
    void a_message_that_stops_before_its_end_ends_the_load_and_is_shown() throws IOException {
        try (AnsweringServer server = AnsweringServer.streaming("event: error\ndata: {\"type\":\"overloaded\"}\n\n")) {
            assertThatThrownBy(() -> messagesOn(server).asFastAsAnswered(Duration.ofSeconds(30)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("without message_stop")
                    .hasMessageContaining("overloaded");
        }
    }

    private static Load messagesOn(AnsweringServer server) {
        byte[] request =
                MessageRequest.bytes(URI.create("http://127.0.0.1:" + server.port() + "/v1/messages"), "a-key");
        return new Load(server.port(), n -> request, CONNECTIONS, Expected.MESSAGE);
    }
}
