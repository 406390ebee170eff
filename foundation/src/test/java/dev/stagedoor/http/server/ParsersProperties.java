// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.Route;
import dev.stagedoor.json.Json;
import dev.stagedoor.json.WireText;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Rounds;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Whatever the input, a parser either accepts or refuses it; nothing else happens. */
class ParsersProperties {
    private static final Set<ErrorCode> REFUSALS = Set.of(ErrorCode.MALFORMED_REQUEST, ErrorCode.INVALID_REQUEST);

    @Property
    void any_segment_is_text_without_controls_or_refused(@ForAll @CharRange(from = 0, to = 0x2ff) String raw) {
        try {
            assertThat(Target.pathValue("slug", raw).chars().noneMatch(Character::isISOControl))
                    .isTrue();
        } catch (Problem refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
            assertThat(refused.fields()).isNotEmpty();
        }
    }

    @Property
    void what_was_encoded_comes_back_as_it_was(
            @ForAll @StringLength(max = 256) @CharRange(from = ' ', to = '~') @CharRange(from = 0xa0, to = 0x2fff)
                    String value) {
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);

        assertThat(Target.pathValue("slug", encoded.replace("+", "%20"))).isEqualTo(value);
        assertThat(Target.query("after=" + encoded, List.of("after"))).isEqualTo(Map.of("after", value));
    }

    @Property
    void any_query_is_known_text_given_once_or_refused(
            @ForAll @CharRange(from = ' ', to = '~') @AlphaChars String query) {
        try {
            assertThat(Target.query(query, Route.PAGED).keySet()).isSubsetOf(Route.PAGED);
        } catch (Problem refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
        }
    }

    @Property
    void any_bytes_are_the_record_or_refused(@ForAll @Size(max = 300) byte[] bytes) {
        decodes(bytes);
    }

    /** Mutations of a valid body get further than noise does. */
    @Property
    void a_damaged_body_is_the_record_or_refused(
            @ForAll @IntRange(max = 200) int at, @ForAll @Size(max = 6) @NotEmpty byte[] damage) {
        byte[] body = ("{\"slug\":\"a\\u0000\\ud83d\\ude00\",\"max_calls\":3,\"voice\":{\"language_code\":\"de\"},"
                        + "\"others\":[{\"language_code\":\"fr\"},null]}")
                .getBytes(StandardCharsets.UTF_8);
        int from = at % body.length;
        System.arraycopy(damage, 0, body, from, Math.min(damage.length, body.length - from));
        decodes(body);
    }

    private static void decodes(byte[] bytes) {
        try {
            WireText.requireStorable(bytes);
            assertThat(Json.read(bytes, Agents.NewAgent.class)).isNotNull();
        } catch (Problem refused) {
            assertThat(REFUSALS).contains(refused.code());
        }
    }

    @Property(tries = 30)
    void a_damaged_request_is_answered_or_cut_off_and_the_server_lives(@ForAll long seed) throws IOException {
        try (StartedServer server = new StartedServer(HttpConfig.local(), new Agents().routes())) {
            Random random = new Random(seed);
            for (int i = 0; i < Rounds.of(20); i++) {
                String answer = answerTo(server, damaged(random));
                assertThat(answer.isEmpty() || answer.matches("(?s)HTTP/1\\.1 [24]\\d\\d .*"))
                        .as(answer)
                        .isTrue();
            }
            assertThat(server.get("/api/v1/agents", "acme").statusCode()).isEqualTo(200);
        }
    }

    private static byte[] damaged(Random random) {
        byte[] request = StartedServer.wire(
                        "POST /api/v1/agents?limit=1 HTTP/1.1",
                        "Host: a",
                        "Authorization: Bearer acme",
                        "Content-Type: application/json",
                        "Transfer-Encoding: chunked",
                        "",
                        "c",
                        "{\"slug\":\"a\"}",
                        "0",
                        "",
                        "")
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            request[random.nextInt(request.length)] = (byte) random.nextInt(256);
        }
        return request;
    }

    /** The output until the server closes, or waits for more because the request looks unfinished. */
    private static String answerTo(StartedServer server, byte[] request) throws IOException {
        try (Socket socket = server.connect()) {
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException reset) {
            return reset.getMessage() == null
                            || reset.getMessage().toLowerCase(Locale.ROOT).contains("timed out")
                    ? "hangs"
                    : "";
        }
    }
}
