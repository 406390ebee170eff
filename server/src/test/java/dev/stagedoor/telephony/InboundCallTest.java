// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import static dev.stagedoor.app.TestTenant.claims;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.WorkerBehaviour;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a phone call is answered only with its agent in the room")
@Tag("slow")
class InboundCallTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String CALLER = "+12025550143";
    private static int last;

    private TestTenant acme;
    private FrontEnd frontEnd;
    private String number;

    @BeforeEach
    void aTenantWithANumber() {
        acme = new TestTenant(SERVER, "acme-" + ++last).withAgent("demo");
        number = "+4420718387%02d".formatted(last);
        owned(acme, number, "demo");
        frontEnd = FrontEnd.of(SERVER, acme, Clock.systemUTC());
    }

    private static void owned(TestTenant tenant, String number, String agent) {
        done(SERVER.operator()
                .post(tenant.path("/numbers"), "{\"number\":\"%s\",\"agent_slug\":\"%s\"}".formatted(number, agent)));
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private String call(String id) {
        return FrontEnd.call(CALLER, number, id);
    }

    private void settings(String json) {
        done(acme.backend().put("/api/v1/phone-settings", json));
    }

    static Answer rejected(Answer answer, int status, String reason) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.at("/reject/reason")).as("%s", answer).isEqualTo(reason);
        assertThat(answer.json().at("/reject/status_code").asInt()).isEqualTo(status);
        assertThat(answer.at("/reject/detail")).isNotEmpty();
        assertThat(answer.json().has("join_room")).isFalse();
        return answer;
    }

    @Test
    void the_agent_is_in_the_room_before_the_caller_is_told_where_it_is() {
        Answer answer = done(frontEnd.report(call("c1")));

        String room = answer.at("/join_room/room");
        assertThat(acme.inside(room)).hasSize(1).allMatch(identity -> identity.startsWith("agent-"));
        assertThat(room)
                .as("names the tenant, and no caller")
                .startsWith(acme.slug())
                .doesNotContain("2025550143");
        assertThat(answer.json().has("reject")).isFalse();
    }

    @Test
    void the_token_is_as_the_guide_draws_it_and_lets_its_holder_in() throws Exception {
        Answer answer = done(frontEnd.report(call("c1")));

        JsonNode claims = claims(answer.at("/join_room/token"));
        assertThat(claims.at("/sub").asText()).isEqualTo("caller-12025550143");
        assertThat(claims.at("/name").asText()).isEqualTo("Caller from +1 (202) 555-0143");
        assertThat(claims.at("/exp").asLong() - claims.at("/nbf").asLong()).isBetween(3600L, 3700L);
        assertThat(claims.at("/video/room").asText()).isEqualTo(answer.at("/join_room/room"));
        for (String grant : Set.of("roomJoin", "canPublish", "canSubscribe", "canPublishData")) {
            assertThat(claims.at("/video/" + grant).asBoolean()).as(grant).isTrue();
        }
        assertThat(claims.at("/metadata").asText()).isEqualTo(answer.at("/join_room/participant_metadata"));
        JsonNode metadata = Json.read(claims.at("/metadata").asText(), JsonNode.class);
        assertThat(metadata.at("/phone_number").asText()).isEqualTo(CALLER);
        assertThat(metadata.at("/call_id").asText()).isEqualTo("c1");
        assertThat(acme.livekit().join(answer.at("/join_room/token")).identity())
                .isEqualTo("caller-12025550143");
    }

    @Test
    void the_token_is_recorded_before_it_leaves() {
        Answer answer = done(frontEnd.report(call("c1")));

        String token = claims(answer.at("/join_room/token")).at("/jti").asText();
        assertThat(SERVER.column("SELECT actor FROM audit_entries WHERE detail LIKE '%" + token + "%' AND tenant_id = '"
                        + acme.id() + "'"))
                .containsExactly("sender:webhook/sip");
    }

    @Test
    void the_callers_own_metadata_never_overwrites_ours() {
        Answer answer = done(frontEnd.report("""
                {"from":"%s","to":"%s","callId":"c1","metadata":{"phone_number":"+15550001","call_id":"other",
                 "is_caller":"no","language":"en 🎭"}}""".formatted(CALLER, number)));

        JsonNode metadata = Json.read(answer.at("/join_room/participant_metadata"), JsonNode.class);
        assertThat(metadata.at("/phone_number").asText()).isEqualTo(CALLER);
        assertThat(metadata.at("/call_id").asText()).isEqualTo("c1");
        assertThat(metadata.at("/is_caller").asBoolean()).isTrue();
        assertThat(metadata.at("/language").asText()).isEqualTo("en 🎭");
    }

    @Test
    void the_same_call_reported_ten_times_at_once_is_one_call_with_one_agent() throws Exception {
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Set<String> rooms = IntStream.range(0, 10)
                    .mapToObj(i ->
                            pool.submit(() -> done(frontEnd.report(call("c1"))).at("/join_room/room")))
                    .toList()
                    .stream()
                    .map(InboundCallTest::get)
                    .collect(Collectors.toSet());

            assertThat(rooms).hasSize(1);
            assertThat(acme.inside(rooms.iterator().next())).hasSize(1);
        }
        assertThat(done(acme.backend().get("/api/v1/calls")).json().at("/items"))
                .hasSize(1);
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void two_calls_of_one_caller_are_in_two_rooms_so_that_neither_evicts_the_other() {
        String first = done(frontEnd.report(call("c1"))).at("/join_room/room");
        String second = done(frontEnd.report(call("c2"))).at("/join_room/room");

        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void the_same_call_with_another_content_is_refused() {
        done(frontEnd.report(call("c1")));

        rejected(frontEnd.report(FrontEnd.call("+12025550144", number, "c1")), 400, "Invalid request");
    }

    @Test
    void without_an_agent_in_time_the_caller_is_turned_away_and_the_room_is_gone() {
        acme.livekit().state().registerWorker("lazy-worker", WorkerBehaviour.acceptsOnly());
        acme.withAgent("lazy", "{}");
        done(acme.backend().patch("/api/v1/numbers/" + number.replace("+", "%2B"), "{\"agent_slug\":\"lazy\"}"));
        settings("{\"answer_within\":1}");

        Answer answer = rejected(frontEnd.report(call("c1")), 503, "No agents available");

        assertThat(answer.at("/reject/code")).isEqualTo("agent_not_available");
        assertThat(acme.livekit().state().listRooms(List.of())).isEmpty();
        JsonNode call = done(acme.backend().get("/api/v1/calls")).json().at("/items/0");
        assertThat(call.at("/status").asText()).isEqualTo("ended");
        rejected(frontEnd.report(call("c1")), 503, "No agents available");
    }

    @Test
    void a_call_that_has_ended_is_not_answered_again() {
        Answer answer = done(frontEnd.report(call("c1")));
        done(acme.backend().post("/api/v1/calls/" + answer.at("/join_room/call_id") + "/end"));

        rejected(frontEnd.report(call("c1")), 409, "Call has ended");
    }

    @Test
    void a_released_number_takes_no_call_and_the_call_in_progress_goes_on() {
        Answer answer = done(frontEnd.report(call("c1")));
        done(acme.backend().delete("/api/v1/numbers/" + number.replace("+", "%2B")));

        rejected(frontEnd.reportAs(acme.slug(), call("c2")), 404, "Number not in service");
        assertThat(acme.inside(answer.at("/join_room/room"))).hasSize(1);
    }

    @Test
    void a_number_that_only_the_tenant_claims_takes_no_call() {
        String claimed = "+442071839999";
        done(acme.backend().post("/api/v1/numbers", "{\"number\":\"%s\",\"agent_slug\":\"demo\"}".formatted(claimed)));

        rejected(frontEnd.reportAs(acme.slug(), FrontEnd.call(CALLER, claimed, "c1")), 404, "Number not in service");
        rejected(frontEnd.report(FrontEnd.call(CALLER, claimed, "c1")), 401, "Unauthorized");
    }

    @Test
    void a_suspended_tenant_takes_no_call() {
        done(SERVER.operator().post(acme.path("/suspend")));

        rejected(frontEnd.report(call("c1")), 403, "Number not in service");
    }

    @Test
    void an_empty_list_blocks_nobody_and_a_listed_caller_or_prefix_is_turned_away() {
        settings("{\"blocked\":[],\"allowed\":[]}");
        done(frontEnd.report(call("c1")));
        settings("{\"blocked\":[\"" + CALLER + "\"]}");
        rejected(frontEnd.report(call("c2")), 403, "Number not in service");
        settings("{\"blocked\":[\"+1202*\"]}");
        rejected(frontEnd.report(call("c3")), 403, "Number not in service");
        settings("{\"allowed\":[\"+44*\"]}");
        rejected(frontEnd.report(call("c4")), 403, "Number not in service");
        done(frontEnd.report(FrontEnd.call("+442079460123", number, "c5")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " 12025550143",
                "12025550143",
                "+12025550143 ",
                "+12025550143;ext=12",
                "tel:+12025550143",
                "sip:12025550143@carrier.example",
                "SIPS:+12025550143@carrier.example;user=phone"
            })
    void a_blocked_caller_is_turned_away_however_the_number_is_written(String from) {
        settings("{\"blocked\":[\"+12025550143\"]}");
        rejected(frontEnd.report(FrontEnd.call(from, number, "c1")), 403, "Number not in service");
        settings("{\"blocked\":[\"+1202*\"]}");
        rejected(frontEnd.report(FrontEnd.call(from, number, "c2")), 403, "Number not in service");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12025550143", "sip:+12025550143@carrier.example"})
    void an_allowed_caller_gets_through_by_a_number_and_by_nothing_that_has_it_in_it(String from) {
        settings("{\"allowed\":[\"+12025550143\"]}");
        rejected(frontEnd.report(FrontEnd.call(from, number, "c1")), 403, "Number not in service");
        done(frontEnd.report(FrontEnd.call(" 12025550143", number, "c2")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "anonymous",
                "sips:anonymous@example.com",
                "Restricted",
                "+266696687",
                "anonymous@anonymous.invalid"
            })
    void who_withholds_their_number_gets_through_unless_the_tenant_says_no(String from) {
        Answer answer = done(frontEnd.report(FrontEnd.call(from, number, "c1")));
        assertThat(answer.at("/join_room/participant_identity")).isEqualTo("caller-withheld");
        assertThat(answer.at("/join_room/participant_metadata")).doesNotContain("266696687");

        settings("{\"withheld_callers\":false}");
        rejected(frontEnd.report(FrontEnd.call(from, number, "c2")), 403, "Number not in service");
    }

    @ParameterizedTest
    @CsvSource({
        "911,                     caller-911",
        "+441632960000;ext=12,    caller-x",
        "sip:alice@example.com,   caller-x",
        "client:alice,            caller-x",
        "+１２０２５５５０１４３, caller-x",
        "1-800-FLOWERS,           caller-x"
    })
    void who_has_no_number_of_their_own_still_gets_through(String from, String identity) {
        Answer answer = done(frontEnd.report(FrontEnd.call(from, number, "c1")));

        assertThat(answer.at("/join_room/participant_identity")).startsWith(identity);
    }

    @Test
    void one_caller_gets_through_only_so_often_in_a_minute() {
        settings("{\"calls_per_caller\":2}");
        done(frontEnd.report(call("c1")));
        done(frontEnd.report(call("c2")));

        rejected(frontEnd.report(call("c3")), 429, "Too many calls");
        done(frontEnd.report(FrontEnd.call("+12025550144", number, "c4")));
        done(frontEnd.report(call("c1")));
    }

    @Test
    void a_number_takes_only_so_many_calls_in_a_minute() {
        settings("{\"calls_per_number\":1}");
        done(frontEnd.report(call("c1")));

        rejected(frontEnd.report(FrontEnd.call("+12025550144", number, "c2")), 429, "Too many calls");
    }

    @Test
    void a_tenant_whose_livekit_is_down_turns_callers_away_and_comes_back() {
        settings("{\"answer_within\":1}");
        acme.livekit().faults().always(Fault.droppedBefore());
        rejected(frontEnd.report(call("c1")), 503, "Service temporarily unavailable");
        acme.livekit().faults().clear();
        settings("{\"answer_within\":8}");

        // Calls are held back for 5 s after many have failed.
        AtomicInteger next = new AtomicInteger(1);
        until(
                "callers get through again",
                () -> frontEnd.report(call("c" + next.incrementAndGet())).status() == 200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | to",
                "{\"to\":5,\"from\":\"+12025550143\"} | to",
                "[] | to",
                "{\"from\":\"a\",\"from\":\"b\",\"to\":\"NUMBER\"} | twice",
                "{\"to\":\"NUMBER\"} | from",
                "{\"from\":\"a\",\"to\":\"NUMBER\",\"callId\":5} | callId",
                "{\"from\":\"a\",\"to\":\"NUMBER\",\"metadata\":{\"a\":{}}} | metadata",
                "nonsense | JSON",
            })
    void what_cannot_be_read_is_refused_with_the_field_and_starts_nothing(String body, String named) {
        Answer answer = frontEnd.report(body.replace("NUMBER", number));

        rejected(answer, 400, "Invalid request");
        assertThat(answer.at("/reject/detail")).contains(named);
        assertThat(done(acme.backend().get("/api/v1/calls")).json().at("/items"))
                .isEmpty();
    }

    @Test
    void a_refused_field_has_the_name_that_it_was_sent_under() {
        Answer answer = rejected(frontEnd.report(call("c".repeat(129))), 400, "Invalid request");

        assertThat(answer.at("/reject/detail")).startsWith("callId: ");
    }

    @Test
    void unknown_fields_are_ignored() {
        done(frontEnd.report("{\"from\":\"%s\",\"to\":\"%s\",\"codec\":\"opus\"}".formatted(CALLER, number)));
    }
}
