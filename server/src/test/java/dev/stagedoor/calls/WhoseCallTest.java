// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static dev.stagedoor.app.TestTenant.claims;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Whose call it is follows from the key, and its room says whose it is (I4, I5, I6)")
class WhoseCallTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String FIELDS = "\"agent_slug\":\"demo\",\"user_id\":\"alice\",\"wait\":\"none\"";

    private static TestTenant acme;
    private static TestTenant globex;

    @BeforeAll
    static void twoTenants() {
        acme = new TestTenant(SERVER, "acme").withAgent("demo");
        globex = new TestTenant(SERVER, "globex").withAgent("demo");
    }

    @AfterAll
    static void close() {
        acme.close();
        globex.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"globex", "acme", "nobody"})
    void a_tenants_key_may_name_no_tenant_not_even_its_own(String named) {
        for (String path : List.of("/api/v1/trigger", "/api/v1/trigger-agent")) {
            Answer answer = acme.backend().post(path, "{" + FIELDS + ",\"client_id\":\"" + named + "\"}");
            assertThat(refused(answer, 422, "invalid_request").fields()).containsExactly("client_id");
        }
    }

    @Test
    void an_operator_names_the_tenant_by_slug_or_id() {
        for (String named : List.of("acme", acme.id())) {
            String body = "{" + FIELDS + ",\"client_id\":\"" + named + "\"}";
            Answer answer = done(SERVER.operator().post("/api/v1/trigger-agent", body));
            assertThat(answer.at("/room_name")).startsWith("acme.");
            assertThat(claims(answer.at("/participant_token")).path("iss").asText())
                    .isEqualTo(acme.keyId());
        }
        String nobody = "{" + FIELDS + ",\"client_id\":\"nobody\"}";
        refused(SERVER.operator().post("/api/v1/trigger-agent", nobody), 404, "not_found");
        refused(SERVER.operator().post("/api/v1/trigger-agent", "{" + FIELDS + "}"), 422, "invalid_request");
    }

    @Test
    void a_tenant_in_a_token_request_is_as_if_it_was_not_there() {
        Answer answer = done(
                acme.token("{\"tenant\":\"globex\",\"client_id\":\"globex\",\"tenant_id\":\"" + globex.id() + "\"}"));

        assertThat(answer.at("/room_name")).startsWith("acme.");
        assertThat(claims(answer.at("/participant_token")).path("iss").asText()).isEqualTo(acme.keyId());
        Answer trigger = acme.trigger("{" + FIELDS + ",\"tenant\":\"globex\"}");
        assertThat(refused(trigger, 422, "invalid_request").fields()).containsExactly("tenant");
    }

    @ParameterizedTest
    @CsvSource({
        "lobby,acme.lobby", "acme.lobby,acme.lobby", "acme.acme.lobby,acme.acme.lobby",
        "globex.lobby,acme.globex.lobby", "Acme.lobby,acme.Acme.lobby", "acmelobby,acme.acmelobby",
        ".lobby,acme..lobby", "../globex.lobby,acme.../globex.lobby"
    })
    void a_rooms_name_begins_with_its_tenants_whatever_was_asked_for(String asked, String onTheWire) {
        Answer token = done(acme.token("{\"room_name\":\"" + asked + "\"}"));
        Answer call = done(acme.trigger("{" + FIELDS + ",\"room_name\":\"" + asked + "\"}"));

        assertThat(token.at("/room_name")).isEqualTo(onTheWire);
        assertThat(call.at("/room_name")).isEqualTo(onTheWire);
        assertThat(claims(call.at("/participant_token"))
                        .path("video")
                        .path("room")
                        .asText())
                .isEqualTo(onTheWire);
        assertThat(globex.livekit().state().listRooms(List.of())).isEmpty();
    }

    @Test
    void another_tenants_call_is_one_that_does_not_exist() {
        String call = done(acme.trigger("{" + FIELDS + "}")).at("/call_id");
        String unknown = CallId.next(Instant.now()).value();

        for (String rest : List.of("", "/end", "/participants/alice/remove")) {
            Answer theirs = ask("/api/v1/calls/" + call + rest);
            Answer nobodys = ask("/api/v1/calls/" + unknown + rest);
            refused(theirs, 404, "not_found");
            assertThat(theirs.at("/detail")).isEqualTo(nobodys.at("/detail")).doesNotContain("acme");
        }
        assertThat(acme.backend().get("/api/v1/calls/" + call).at("/status")).isEqualTo("open");
        refused(globex.backend().get("/api/v1/tenants/acme/calls/" + call), 404, "not_found");
    }

    private static Answer ask(String path) {
        return path.endsWith("end") || path.endsWith("remove")
                ? globex.backend().post(path)
                : globex.backend().get(path);
    }
}
