// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stagedoor.api.telephony.IncomingCall;
import dev.stagedoor.client.http.ProblemException;
import dev.stagedoor.client.http.UnexpectedAnswerException;
import dev.stagedoor.client.http.UnreachableException;
import dev.stagedoor.client.sip.SipFrontEnd;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A front end reports a call once, signed and without an API key, and is told a room or a rejection")
class PhoneCallsTest {
    private static final IncomingCall CALL = new IncomingCall("+12025550143", "+442079460100", "c1", null, null);
    private static final Clock NOW = Clock.fixed(Instant.ofEpochSecond(1_795_000_000), ZoneOffset.UTC);

    private static SipFrontEnd signing(ScriptedServer server) {
        return SipFrontEnd.signing(server.url(), "whsec_x", NOW);
    }

    @Test
    void it_is_signed_and_has_no_key() {
        String room = "{\"join_room\":{\"room\":\"acme.call-1\",\"token\":\"t\",\"new\":1}}";
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.json("200 OK", room));
                SipFrontEnd frontEnd = signing(server)) {
            SipFrontEnd.Reported reported = frontEnd.of("acme").report(CALL);

            assertThat(Objects.requireNonNull(reported.answer().joinRoom()).room())
                    .isEqualTo("acme.call-1");
            assertThat(server.requests()).singleElement().asString().startsWith("POST /api/sip/inbound HTTP/1.1\n");
            assertThat(server.header(0, "x-webhook-timestamp")).isEqualTo("1795000000");
            assertThat(server.header(0, "x-webhook-signature")).matches("sha256=[0-9a-f]{64}");
            assertThat(server.header(0, "x-webhook-tenant")).isEqualTo("acme");
            assertThat(server.header(0, "content-type")).isEqualTo("application/json");
            assertThat(server.header(0, "authorization")).isEmpty();
        }
    }

    @Test
    void an_unsigned_one_has_no_signature_and_no_tenant() {
        try (ScriptedServer server = ScriptedServer.of();
                SipFrontEnd frontEnd = SipFrontEnd.unsigned(server.url())) {
            assertThatThrownBy(() -> frontEnd.report(CALL)).isInstanceOf(UnreachableException.class);
            assertThat(server.requests().getFirst()).doesNotContainIgnoringCase("x-webhook");
        }
    }

    @Test
    void a_rejection_is_an_answer_with_its_status() {
        String reject = "{\"reject\":{\"reason\":\"Too many calls\",\"status_code\":429,\"detail\":\"No.\","
                + "\"code\":\"rate_limited\",\"request_id\":\"req_1\"}}";
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.http(
                        "429 No", "Content-Type: application/json\r\nRetry-After: 60\r\n", reject));
                SipFrontEnd frontEnd = signing(server)) {
            SipFrontEnd.Reported reported = frontEnd.report(CALL);

            assertThat(reported.status()).isEqualTo(429);
            assertThat(reported.retryAfter()).contains(Duration.ofSeconds(60));
            assertThat(Objects.requireNonNull(reported.answer().reject()).code())
                    .isEqualTo("rate_limited");
        }
    }

    @Test
    void what_is_neither_is_told_apart() {
        try (ScriptedServer server = ScriptedServer.of(
                        ScriptedServer.problem(500, "", "internal"),
                        ScriptedServer.http("502 Bad Gateway", "Content-Type: text/html\r\n", "hi"),
                        ScriptedServer.json("200 OK", "{}"));
                SipFrontEnd frontEnd = signing(server)) {
            assertThat(catchThrowableOfType(ProblemException.class, () -> frontEnd.report(CALL))
                            .code())
                    .isEqualTo("internal");
            assertThatThrownBy(() -> frontEnd.report(CALL)).isInstanceOf(UnexpectedAnswerException.class);
            assertThatThrownBy(() -> frontEnd.report(CALL)).isInstanceOf(UnexpectedAnswerException.class);
        }
    }

    @Test
    void a_lost_answer_is_not_repeated_with_the_same_signature() {
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.BROKEN);
                SipFrontEnd frontEnd = signing(server)) {
            assertThatThrownBy(() -> frontEnd.report(CALL))
                    .isInstanceOfSatisfying(
                            UnreachableException.class,
                            lost -> assertThat(lost.outcomeUnknown()).isTrue());
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void a_secret_is_never_printed() {
        try (ScriptedServer server = ScriptedServer.of();
                SipFrontEnd frontEnd = signing(server)) {
            assertThat(frontEnd).asString().isEqualTo("SipFrontEnd[secret redacted]");
        }
    }

    @Test
    void settings_are_read_and_replaced() {
        String settings = "{\"blocked\":[\"+8816*\"],\"answer_within\":12}";
        try (ScriptedServer server = ScriptedServer.of(
                        ScriptedServer.json("200 OK", settings), ScriptedServer.json("200 OK", settings));
                StagedoorClient client = server.client()) {
            Numbers door = client.inTenant("acme").numbers();

            assertThat(door.put(door.settings()).blocked()).containsExactly("+8816*");
            assertThat(server.requests().get(0)).startsWith("GET /api/v1/tenants/acme/phone-settings ");
            assertThat(server.requests().get(1)).startsWith("PUT /api/v1/tenants/acme/phone-settings ");
        }
    }
}
