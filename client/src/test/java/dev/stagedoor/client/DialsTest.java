// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.api.calls.PhoneState;
import dev.stagedoor.api.telephony.DialRequest;
import dev.stagedoor.api.telephony.DialView;
import dev.stagedoor.api.telephony.DtmfRequest;
import dev.stagedoor.api.telephony.OutboundTrunkRequest;
import dev.stagedoor.api.telephony.TransferRequest;
import dev.stagedoor.api.telephony.TransferState;
import dev.stagedoor.api.telephony.TrunkState;
import dev.stagedoor.client.http.ProblemException;
import dev.stagedoor.client.http.UnreachableException;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A call out is placed once, however often its request is sent")
class DialsTest {
    private static final DialRequest CALL =
            new DialRequest("demo", "+442079460123", null, null, null, null, null, null);
    private static final String ANSWER =
            ScriptedServer.json("201 Created", "{\"call_id\":\"call_1\",\"phone\":{\"state\":\"dialing\",\"new\":1}}");

    private static Stream<String> lines(ScriptedServer server) {
        return server.requests().stream().map(head -> head.substring(0, head.indexOf(" HTTP")));
    }

    @Test
    void where_the_answer_is_lost_it_is_asked_for_again_with_the_same_key() {
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.BROKEN, ANSWER);
                StagedoorClient client = server.client()) {
            assertThat(client.calls().dial(CALL).phone().state()).isEqualTo(PhoneState.DIALING);

            assertThat(lines(server)).containsOnly("POST /api/v1/calls").hasSize(2);
            assertThat(server.header(0, "Idempotency-Key")).hasSizeGreaterThan(20);
            assertThat(server.header(1, "Idempotency-Key")).isEqualTo(server.header(0, "Idempotency-Key"));
        }
    }

    @Test
    void where_no_agent_came_the_call_has_ended_and_is_not_asked_for_again() {
        try (ScriptedServer server = ScriptedServer.of(
                        ScriptedServer.problem(503, "Retry-After: 1\r\n", "agent_not_available"), ANSWER);
                StagedoorClient client = server.client()) {
            assertThatThrownBy(() -> client.calls().dial(CALL))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.code()).isEqualTo("agent_not_available"));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void two_calls_have_two_keys_unless_the_caller_names_one() {
        try (ScriptedServer server = ScriptedServer.of(ANSWER, ANSWER, ANSWER);
                StagedoorClient client = server.client()) {
            client.calls().dial(CALL);
            client.calls().dial(CALL);
            client.calls().dial(CALL, "order-17");

            assertThat(server.header(1, "Idempotency-Key")).isNotEqualTo(server.header(0, "Idempotency-Key"));
            assertThat(server.header(2, "Idempotency-Key")).isEqualTo("order-17");
        }
    }

    @Test
    void a_key_cannot_bring_a_header_of_its_own() {
        try (ScriptedServer server = ScriptedServer.of(ANSWER);
                StagedoorClient client = server.client()) {
            assertThatThrownBy(() -> client.calls().dial(CALL, "a\r\nX-Other: b"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void a_transfer_whose_answer_is_lost_is_not_asked_for_again() {
        String completed = ScriptedServer.json("200 OK", "{\"call_id\":\"call_1\",\"state\":\"completed\"}");
        try (ScriptedServer server = ScriptedServer.of(completed, ScriptedServer.BROKEN, completed);
                StagedoorClient client = server.client()) {
            TransferRequest to = new TransferRequest("+442079460199");

            assertThat(client.calls().transfer("call_1", to).state()).isEqualTo(TransferState.COMPLETED);
            assertThatThrownBy(() -> client.calls().transfer("call_1", to))
                    .isInstanceOfSatisfying(
                            UnreachableException.class,
                            lost -> assertThat(lost.outcomeUnknown()).isTrue());
            assertThat(lines(server))
                    .containsOnly("POST /api/v1/calls/call_1/transfer")
                    .hasSize(2);
        }
    }

    @Test
    void keys_whose_answer_is_lost_are_not_pressed_again() {
        String taken = ScriptedServer.json("200 OK", "{\"call_id\":\"call_1\",\"agent\":\"agent-1\",\"digits\":3}");
        try (ScriptedServer server = ScriptedServer.of(taken, ScriptedServer.BROKEN, taken);
                StagedoorClient client = server.client()) {
            DtmfRequest keys = new DtmfRequest("1w#");

            assertThat(client.calls().dtmf("call_1", keys).digits()).isEqualTo(3);
            assertThatThrownBy(() -> client.calls().dtmf("call_1", keys)).isInstanceOf(UnreachableException.class);
            assertThat(lines(server))
                    .containsOnly("POST /api/v1/calls/call_1/dtmf")
                    .hasSize(2);
        }
    }

    @Test
    void calls_out_are_filtered_and_fetched_page_by_page() {
        try (ScriptedServer server = ScriptedServer.of(
                        ScriptedServer.json("200 OK", "{\"items\":[{\"call_id\":\"call_2\"}],\"next\":\"c\"}"),
                        ScriptedServer.json("200 OK", "{\"items\":[{\"call_id\":\"call_1\"}]}"));
                StagedoorClient client = server.client()) {
            Instant from = Instant.parse("2026-03-01T00:00:00Z");
            Dials.Filter filter = new Dials.Filter("busy", "demo", "+442079460123", from, null);

            assertThat(client.dials().all(filter).map(DialView::callId)).containsExactly("call_2", "call_1");

            String query = "GET /api/v1/dials?limit=200%s&state=busy&agent=demo&called=%%2B442079460123"
                    + "&from=2026-03-01T00%%3A00%%3A00Z";
            assertThat(lines(server)).containsExactly(query.formatted(""), query.formatted("&after=c"));
        }
    }

    @Test
    void settings_are_read_and_replaced() {
        String settings = ScriptedServer.json("200 OK", "{\"countries\":[\"GB\"],\"calls_per_hour\":7}");
        try (ScriptedServer server = ScriptedServer.of(settings, settings);
                StagedoorClient client = server.client()) {
            Dials door = client.inTenant("acme").dials();

            assertThat(door.put(door.settings()).countries()).containsExactly("GB");
            assertThat(lines(server))
                    .containsExactly(
                            "GET /api/v1/tenants/acme/dial-settings", "PUT /api/v1/tenants/acme/dial-settings");
        }
    }

    @Test
    void prices_are_read_and_replaced_and_what_was_spent_is_shown() {
        String prices = ScriptedServer.json("200 OK", "{\"items\":[{\"prefix\":\"+44\",\"per_minute\":0.02}]}");
        String spend = ScriptedServer.json("200 OK", "{\"currency\":\"USD\",\"today\":{\"spent\":1.5,\"held\":0}}");
        try (ScriptedServer server = ScriptedServer.of(prices, prices, spend);
                StagedoorClient client = server.client()) {
            Dials door = client.inTenant("acme").dials();

            assertThat(door.put(door.prices()).items().getFirst().perMinute()).isEqualTo(0.02);
            assertThat(door.spend().today().spent()).isEqualTo(1.5);

            assertThat(lines(server))
                    .containsExactly(
                            "GET /api/v1/tenants/acme/call-prices",
                            "PUT /api/v1/tenants/acme/call-prices",
                            "GET /api/v1/tenants/acme/call-spend");
        }
    }

    @Test
    void the_trunk_is_written_shown_and_taken_out() {
        String trunk = ScriptedServer.json("200 OK", "{\"state\":\"drifted\",\"drift\":[\"gone\"]}");
        try (ScriptedServer server = ScriptedServer.of(trunk, trunk, ScriptedServer.http("204 No Content", "", ""));
                StagedoorClient client = server.client()) {
            Dials door = client.dials();

            door.put(new OutboundTrunkRequest("sip.example.com", "tls", null, null, null));
            assertThat(door.trunk().state()).isEqualTo(TrunkState.DRIFTED);
            door.deleteTrunk();

            assertThat(lines(server))
                    .containsExactly(
                            "PUT /api/v1/outbound-trunk",
                            "GET /api/v1/outbound-trunk",
                            "DELETE /api/v1/outbound-trunk");
        }
    }
}
