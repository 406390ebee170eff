// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static dev.stagedoor.app.TestTenant.claims;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.sandbox.SandboxMethod;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A trigger starts one call, once, and says of its agent only what was seen (D1, D2, D4)")
@Tag("slow")
class TriggerTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String TRIGGER = "/api/v1/trigger";
    private static int number;
    private static TestTenant shared;

    private TestTenant acme;

    @BeforeAll
    static void aTenantForAll() {
        shared = new TestTenant(SERVER, "shared").withAgent("demo").withAgent("absent", "{}");
    }

    @AfterAll
    static void closeIt() {
        shared.close();
    }

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "acme-" + ++number).withAgent("demo");
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private static String call(String agent, String user, String more) {
        return "{\"agent_slug\":\"" + agent + "\",\"user_id\":\"" + user + "\"" + more + "}";
    }

    @Test
    void the_same_request_with_the_same_key_is_the_same_call_with_a_token_of_its_own() {
        String body = call("demo", "alice", "");
        Answer first = done(acme.backend().once("k1").post(TRIGGER, body));
        Answer again = done(acme.backend().once("k1").post(TRIGGER, body));

        for (String same : List.of("/call_id", "/room_name", "/server_url", "/dispatch/id")) {
            assertThat(again.at(same)).as(same).isEqualTo(first.at(same));
        }
        String one = claims(first.at("/participant_token")).path("jti").asText();
        String other = claims(again.at("/participant_token")).path("jti").asText();
        assertThat(other).isNotEqualTo(one);
        assertThat(acme.audited("token.mint"))
                .extracting(entry -> entry.path("jti").asText())
                .containsExactly(one, other);
        assertThat(acme.ledger("calls_open")).isEqualTo(1);
        assertThat(acme.ledger("dispatches_used")).isEqualTo(1);
        assertThat(acme.livekit().calls().of(SandboxMethod.CREATE_ROOM)).hasSize(1);
    }

    @Test
    void another_request_with_that_key_is_refused_and_another_tenants_key_is_its_own() {
        String body = call("demo", "alice", "");
        done(acme.backend().once("k2").post(TRIGGER, body));

        refused(acme.backend().once("k2").post(TRIGGER, call("demo", "bob", "")), 422, "idempotency_conflict");
        Answer elsewhere = done(shared.backend().once("k2").post(TRIGGER, body));
        assertThat(elsewhere.at("/room_name")).startsWith("shared.");
        assertThat(acme.ledger("calls_open")).isEqualTo(1);
    }

    @Test
    void a_repeated_request_of_a_user_who_was_revoked_since_is_refused() {
        String body = call("demo", "alice", "");
        done(acme.backend().once("k3").post(TRIGGER, body));
        done(acme.backend().post("/api/v1/users/alice/revoke"));

        refused(acme.backend().once("k3").post(TRIGGER, body), 403, "user_revoked");
    }

    @ParameterizedTest
    @CsvSource({"none,requested", "sent,sent", "joined,joined"})
    void it_waits_as_long_as_it_is_told_and_says_how_far_it_got(String wait, String status) {
        Answer answer = done(shared.trigger(call("demo", "alice", ",\"wait\":\"" + wait + "\"")));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.at("/dispatch/status")).isEqualTo(status);
        assertThat(answer.at("/dispatch/agent_identity").isEmpty()).isEqualTo(!status.equals("joined"));
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void an_agent_whose_worker_is_not_there_is_sent_for_and_never_said_to_be_inside() {
        Answer answer = done(shared.trigger(call("absent", "alice", ",\"wait\":\"sent\"")));

        assertThat(answer.at("/dispatch/status")).isEqualTo("sent");
        assertThat(answer.at("/dispatch/attempts")).isEqualTo("1");
        Answer receipt = shared.backend().get("/api/v1/dispatches/" + answer.at("/dispatch/id"));
        assertThat(receipt.json().path("receipt").findValuesAsText("status")).doesNotContain("joined", "accepted");
    }

    @Test
    void who_triggers_in_a_room_that_has_the_agent_joins_the_call_under_way() {
        Answer first = done(acme.trigger(call("demo", "alice", ",\"room_name\":\"lobby\",\"wait\":\"joined\"")));
        Answer second = done(acme.trigger(call("demo", "bob", ",\"room_name\":\"lobby\",\"wait\":\"joined\"")));

        assertThat(second.at("/call_id")).isEqualTo(first.at("/call_id"));
        assertThat(second.at("/dispatch/id")).isEqualTo(first.at("/dispatch/id"));
        assertThat(second.at("/dispatch/agent_identity")).isEqualTo(first.at("/dispatch/agent_identity"));
        assertThat(claims(second.at("/participant_token")).path("sub").asText()).isEqualTo("bob");
        assertThat(acme.ledger("calls_open")).isEqualTo(1);
        assertThat(acme.ledger("dispatches_used")).isEqualTo(1);
        assertThat(acme.ledger("tokens_used")).isEqualTo(2);
        assertThat(acme.inside("acme-" + number + ".lobby")).containsExactly(first.at("/dispatch/agent_identity"));
    }

    @Test
    void another_agent_in_the_same_room_is_a_call_of_its_own() {
        acme.withAgent("scribe");
        Answer first = done(acme.trigger(call("demo", "alice", ",\"room_name\":\"lobby\",\"wait\":\"joined\"")));
        Answer second = done(acme.trigger(call("scribe", "alice", ",\"room_name\":\"lobby\",\"wait\":\"joined\"")));

        assertThat(second.at("/call_id")).isNotEqualTo(first.at("/call_id"));
        assertThat(acme.inside("acme-" + number + ".lobby"))
                .containsExactlyInAnyOrder(first.at("/dispatch/agent_identity"), second.at("/dispatch/agent_identity"));
    }

    @Test
    void a_call_in_a_room_that_a_token_had_reserved_for_the_agent_takes_its_place() {
        String token = "{\"room_name\":\"lobby\",\"room_config\":{\"agents\":[{\"agent_name\":\"demo\"}]}}";
        done(acme.token(token));

        Answer call = done(acme.trigger(call("demo", "alice", ",\"room_name\":\"lobby\",\"wait\":\"joined\"")));

        assertThat(call.at("/dispatch/status")).isEqualTo("joined");
        until("the reservation is given back", () -> acme.ledger("calls_open") == 1);
        assertThat(acme.ledger("dispatches_used")).isEqualTo(1);
        done(acme.backend().post("/api/v1/calls/" + call.at("/call_id") + "/end"));
        assertThat(acme.livekit().state().listRooms(List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"600,600", "30,30", "7200,3600"})
    void its_room_waits_for_the_user_as_long_as_his_token_admits_up_to_an_hour(int life, int wait) {
        acme.policy("{\"trigger_ttl\":" + life + "}");

        Answer call = done(acme.trigger(call("demo", "alice", "")));

        assertThat(acme.livekit().state().listRooms(List.of(call.at("/room_name"))))
                .singleElement()
                .satisfies(room -> assertThat(room.emptyTimeout()).isEqualTo(wait));
    }

    @ParameterizedTest
    @CsvSource({"agent_slug,nobody,alice", "user_id,demo,''", "agent_slug,'',alice"})
    void what_is_wrong_with_it_is_named_and_nothing_is_begun(String field, String agent, String user) {
        Answer answer = refused(acme.trigger(call(agent, user, "")), 422, "invalid_request");

        assertThat(answer.fields()).containsExactly(field);
        assertThat(acme.ledger("tokens_used")).isZero();
        assertThat(acme.backend().get("/api/v1/calls").json().path("items")).isEmpty();
    }

    @Test
    void calls_are_listed_page_by_page_newest_first() {
        List<String> begun = List.of(
                done(acme.trigger(call("demo", "a", ""))).at("/call_id"),
                done(acme.trigger(call("demo", "b", ""))).at("/call_id"),
                done(acme.trigger(call("demo", "c", ""))).at("/call_id"));

        Answer first = done(acme.backend().get("/api/v1/calls?limit=2"));
        Answer second = done(acme.backend().get("/api/v1/calls?limit=2&after=" + first.at("/next")));

        assertThat(first.json().path("items").findValuesAsText("id")).containsExactly(begun.get(2), begun.get(1));
        assertThat(second.json().path("items").findValuesAsText("id")).containsExactly(begun.get(0));
        assertThat(second.json().has("next")).isFalse();
    }
}
