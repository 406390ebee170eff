// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.sip.CreateSipParticipant;
import dev.stagedoor.livekit.sip.DispatchRule;
import dev.stagedoor.livekit.sip.InboundTrunk;
import dev.stagedoor.livekit.sip.OutboundTrunk;
import dev.stagedoor.livekit.sip.Routing;
import dev.stagedoor.livekit.sip.SipTransport;
import dev.stagedoor.livekit.sip.TransferSipParticipant;
import dev.stagedoor.livekit.sip.TransferTarget;
import dev.stagedoor.livekit.token.ApiKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the SIP calls send, and what they make of an answer. */
final class SipServiceTest {
    private static final String NUMBER = "+442079460100";
    private final LiveKitClient client = LiveKitClient.create(AddressPolicy.ANYWHERE);

    @AfterEach
    void close() {
        client.close();
    }

    private SipService sip(ScriptedServer server) {
        return client.sip(Project.of(server.url(), ApiKey.of("APIx", "secret")));
    }

    private static CreateSipParticipant.Builder call() {
        return CreateSipParticipant.dialling("ST_1", NUMBER, "lobby", "alice");
    }

    private static String body(ScriptedServer server) {
        var request = server.requests().getLast();
        return request.substring(request.indexOf("\r\n\r\n") + 4);
    }

    private static String claims(ScriptedServer server) {
        var jwt = server.requests()
                .getLast()
                .lines()
                .filter(line -> line.startsWith("Authorization: Bearer "))
                .findFirst()
                .orElseThrow();
        return new String(Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    }

    @Test
    void trunks_and_rules_are_written_whole_by_an_administrator_of_telephony() throws Exception {
        try (var server = ScriptedServer.answering(200, "{}")) {
            sip(server)
                    .createInboundTrunk(InboundTrunk.forNumbers(NUMBER)
                            .name("reception")
                            .ringingTimeout(Duration.ofSeconds(20))
                            .krispEnabled(true)
                            .build());
            assertThat(server.requests().getLast())
                    .startsWith("POST /twirp/livekit.SIP/CreateSIPInboundTrunk HTTP/1.1\r\n");
            assertThat(body(server)).isEqualTo("""
                    {"trunk":{"name":"reception","numbers":["+442079460100"],"ringingTimeout":"20s","krispEnabled":true}}\
                    """);
            assertThat(claims(server)).endsWith(",\"sip\":{\"admin\":true}}");
            sip(server)
                    .replaceOutboundTrunk(
                            "ST_1",
                            OutboundTrunk.to("sip.example.com", NUMBER)
                                    .transport(SipTransport.TCP)
                                    .headers(Map.of("X-A", "b"))
                                    .build());
            assertThat(body(server)).isEqualTo("""
                    {"sipTrunkId":"ST_1","replace":{"address":"sip.example.com","transport":"SIP_TRANSPORT_TCP",\
                    "numbers":["+442079460100"],"headers":{"X-A":"b"}}}\
                    """);
            sip(server)
                    .createDispatchRule(DispatchRule.forTrunks(new Routing.Individual("call", "12", true), "ST_1")
                            .roomConfig(RoomConfiguration.builder()
                                    .agent(RoomAgentDispatch.of("clerk", "{}"))
                                    .build())
                            .build());
            assertThat(body(server)).isEqualTo("""
                    {"dispatchRule":{"rule":{"dispatchRuleIndividual":{"roomPrefix":"call","noRandomness":true,"pin":"12"}},\
                    "trunkIds":["ST_1"],"roomConfig":{"agents":[{"agentName":"clerk","metadata":"{}"}]}}}\
                    """);
        }
    }

    @Test
    void a_call_is_placed_by_a_caller_and_its_deadline_outlasts_the_ringing() throws Exception {
        try (var server = ScriptedServer.answering(200, "{\"sip_call_id\":\"SCL_1\"}")) {
            assertThat(sip(server)
                            .createSipParticipant(call().displayName("").build())
                            .sipCallId())
                    .isEqualTo("SCL_1");
            assertThat(body(server)).isEqualTo("""
                    {"sipTrunkId":"ST_1","sipCallTo":"+442079460100","roomName":"lobby","participantIdentity":"alice",\
                    "displayName":"","ringingTimeout":"30s","maxCallDuration":"3600s"}\
                    """);
            assertThat(claims(server)).endsWith(",\"sip\":{\"call\":true}}").doesNotContain("video");
            assertThat(server.requests().getLast()).containsIgnoringCase("X-Twirp-Timeout-Ms: 10000\r\n");
            sip(server).createSipParticipant(call().waitUntilAnswered(true).build());
            assertThat(server.requests().getLast()).containsIgnoringCase("X-Twirp-Timeout-Ms: 40000\r\n");
            sip(server)
                    .within(Duration.ofMinutes(2))
                    .createSipParticipant(call().waitUntilAnswered(true).build());
            assertThat(server.requests().getLast()).containsIgnoringCase("X-Twirp-Timeout-Ms: 120000\r\n");
        }
    }

    @Test
    void a_transfer_needs_the_room_as_well() throws Exception {
        try (var server = ScriptedServer.answering(200, """
                {"transfer_id":"STR_1","status":"STS_TRANSFER_SUCCESSFUL","sip_status":{"code":"SIP_STATUS_OK","status":"OK"}}\
                """)) {
            var done = sip(server)
                    .transferSipParticipant(TransferSipParticipant.of("lobby", "alice", TransferTarget.tel(NUMBER)));
            assertThat(done.status()).isEqualTo("STS_TRANSFER_SUCCESSFUL");
            assertThat(done.sipStatus())
                    .satisfies(status -> assertThat(status.code()).isEqualTo("SIP_STATUS_OK"));
            assertThat(body(server)).isEqualTo("""
                    {"roomName":"lobby","participantIdentity":"alice","transferTo":"tel:+442079460100","ringingTimeout":"30s"}\
                    """);
            assertThat(claims(server))
                    .contains("\"video\":{\"room\":\"lobby\",\"roomAdmin\":true}", "\"sip\":{\"call\":true}");
            assertThat(server.requests().getLast()).containsIgnoringCase("X-Twirp-Timeout-Ms: 40000\r\n");
        }
        try (var older = ScriptedServer.answering(200, "{}")) {
            var done = sip(older)
                    .transferSipParticipant(TransferSipParticipant.of("lobby", "alice", TransferTarget.tel(NUMBER)));
            assertThat(done.status()).isEmpty();
            assertThat(done.sipStatus()).isNull();
        }
    }

    @ParameterizedTest(name = "{0} with SIP {1}")
    @CsvSource({"429, 486", "412, 486", "403, 603", "404, 404", "408, 408", "503, 480"})
    void a_failed_call_is_told_by_its_sip_status_whatever_the_http_status(int http, int sip) throws Exception {
        var body = "{\"code\":\"x\",\"msg\":\"m\",\"meta\":{\"sip_status_code\":\"" + sip
                + "\",\"sip_status\":\"Busy\\r\\nHere\",\"n\":1}}";
        try (var server = ScriptedServer.answering(http, body)) {
            var failed = catchThrowableOfType(
                    LiveKitException.CallFailed.class, () -> sip(server).createSipParticipant(call().build()));
            assertThat(failed.sipStatusCode()).isEqualTo(sip);
            assertThat(failed.status()).isEqualTo(http);
            assertThat(failed.retryCanHelp()).isFalse();
            assertThat(failed.meta())
                    .containsOnly(
                            Map.entry("sip_status_code", String.valueOf(sip)), Map.entry("sip_status", "Busy Here"));
            assertThat(server.requests()).as("sent once").hasSize(1);
            assertThat(catchThrowableOfType(
                            LiveKitException.class, () -> sip(server).listInboundTrunks()))
                    .as("of no call")
                    .isNotInstanceOf(LiveKitException.CallFailed.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"4860", "48", "0", "abc", "-86", "700", "''"})
    void what_is_no_sip_status_does_not_count(String status) throws Exception {
        var body = "{\"code\":\"resource_exhausted\",\"meta\":{\"sip_status_code\":\"" + status + "\"}}";
        try (var server = ScriptedServer.answering(429, body)) {
            assertThat(catchThrowableOfType(
                            LiveKitException.class, () -> sip(server).createSipParticipant(call().build())))
                    .isInstanceOf(LiveKitException.RateLimited.class);
        }
    }

    @Test
    void meta_is_bounded_and_contains_no_token() throws Exception {
        var meta = new StringBuilder("\"t\":\"eyJhbGciOiJIUzI1NiJ9.e30.c2ln\",\"long\":\"" + "x ".repeat(5000) + '"');
        for (int i = 0; i < 50; i++) {
            meta.append(",\"k").append(i).append("\":\"v\"");
        }
        try (var server = ScriptedServer.answering(400, "{\"code\":\"malformed\",\"meta\":{" + meta + "}}")) {
            var failed = catchThrowableOfType(
                    LiveKitException.InvalidRequest.class, () -> sip(server).listInboundTrunks());
            assertThat(failed.meta()).hasSizeLessThanOrEqualTo(16);
            assertThat(failed.meta().toString()).doesNotContain("eyJ").hasSizeLessThan(1000);
        }
    }

    @Test
    void a_list_leaves_out_null_entries_and_passwords() throws Exception {
        try (var server = ScriptedServer.answering(200, """
                {"items":[null,{"sip_trunk_id":"ST_1","numbers":null,"auth_password":"sesame","ringing_timeout":"1.500s"}]}\
                """)) {
            assertThat(sip(server).listInboundTrunks(List.of("ST_0", "ST_1"), List.of()))
                    .singleElement()
                    .satisfies(trunk -> {
                        assertThat(trunk.sipTrunkId()).isEqualTo("ST_1");
                        assertThat(trunk.numbers()).isEmpty();
                        assertThat(trunk.ringing()).contains(Duration.ofMillis(1500));
                        assertThat(trunk.longestCall()).isEmpty();
                        assertThat(trunk.toString()).doesNotContain("sesame");
                    });
            assertThat(body(server)).isEqualTo("{\"trunkIds\":[\"ST_0\",\"ST_1\"]}");
        }
    }

    @Test
    void without_an_id_nothing_is_sent() throws Exception {
        try (var server = ScriptedServer.answering(200, "{}")) {
            assertThatIllegalArgumentException().isThrownBy(() -> sip(server).deleteTrunk(""));
            assertThatIllegalArgumentException().isThrownBy(() -> sip(server).deleteDispatchRule(""));
            assertThat(server.requests()).isEmpty();
        }
    }
}
