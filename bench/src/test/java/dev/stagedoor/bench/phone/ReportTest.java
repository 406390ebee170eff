// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.client.sip.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Report REPORT = new Report(Callers.of(117), "call-1");

    @Test
    void a_report_is_signed_over_its_time_and_body() {
        Instant at = Instant.ofEpochSecond(1_790_000_000);

        String request = new String(REPORT.signed(8080, "whsec_secret", at), StandardCharsets.US_ASCII);

        String body = request.substring(request.indexOf("\r\n\r\n") + 4);
        Map<String, String> headers =
                WebhookSignature.headers("whsec_secret", at, body.getBytes(StandardCharsets.US_ASCII));
        assertThat(request)
                .contains("\r\nx-webhook-timestamp: 1790000000\r\n")
                .contains("\r\nx-webhook-signature: " + headers.get(WebhookSignature.SIGNATURE) + "\r\n")
                .contains("\r\nContent-Length: " + body.length() + "\r\n");
        assertThat(body)
                .isEqualTo(
                        "{\"from\":\"+12025550117\",\"to\":\"+442079460100\",\"callId\":\"call-1\",\"trunkId\":\"trunk-1\"}");
    }

    @Test
    void without_a_signature_it_is_the_same() {
        String request = new String(REPORT.unsigned(8080), StandardCharsets.US_ASCII);

        assertThat(request).doesNotContain("x-webhook").endsWith("\r\n\r\n" + REPORT.body());
    }

    @Test
    void the_callers_of_a_crowd_all_differ_and_are_nobodys_number() {
        Set<String> callers = IntStream.range(0, 200).mapToObj(Callers::of).collect(Collectors.toSet());

        assertThat(callers).hasSize(200).allMatch(caller -> caller.matches("\\+120[1-9]55501[0-9]{2}"));
    }
}
