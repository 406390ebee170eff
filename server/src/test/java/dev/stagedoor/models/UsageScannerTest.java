// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.budgets.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a streamed message used is read from its bytes, however they arrive")
class UsageScannerTest {
    private static final String START = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","content":[{"usage":{"input_tokens":1}}],\
            "stop_reason":null,"usage":{"input_tokens":12,"cache_creation_input_tokens":3,"output_tokens":1}}}

            """;
    private static final String PIECES = """
            event: content_block_delta
            data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"größer"}}

            event: content_block_delta
            data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"usage"}}

            """;
    private static final String END = """
            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}}

            event: message_stop
            data: {"type":"message_stop"}

            """;

    private static UsageScanner read(String stream, int pieces) {
        UsageScanner scanner = new UsageScanner();
        byte[] all = stream.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < all.length; at += pieces) {
            byte[] piece = Arrays.copyOfRange(all, at, Math.min(all.length, at + pieces));
            scanner.on(piece, piece.length);
        }
        return scanner;
    }

    /** {@code pieces}: how many bytes arrive at a time. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 10_000})
    void a_whole_message_says_what_it_used_and_why_it_ended(int pieces) {
        UsageScanner scanner = read(START + PIECES + END, pieces);

        assertThat(scanner.isKnown()).isTrue();
        assertThat(scanner.tokens()).isEqualTo(new TokenUsage(12, 9, 3, 0));
        assertThat(scanner.stop()).isEqualTo("end_turn");
    }

    @Test
    void of_one_that_was_cut_off_each_piece_counts_as_a_token() {
        UsageScanner scanner = read(START + PIECES, 10_000);

        assertThat(scanner.tokens()).isEqualTo(new TokenUsage(12, 2, 3, 0));
        assertThat(scanner.stop()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[1]", "{", "{\"usage\":7}", "{\"message\":{\"usage\":"})
    void what_is_not_such_an_event_counts_for_nothing(String data) {
        UsageScanner scanner = read("event: message_start\ndata: " + data + "\n\n" + END, 10_000);

        assertThat(scanner.tokens()).isEqualTo(new TokenUsage(0, 9, 0, 0));
    }
}
