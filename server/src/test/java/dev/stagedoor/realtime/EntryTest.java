// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("Who enters by a token for agents, and how those are told who do not (104, 117, 118, 121, 128)")
class EntryTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String FORM = "application/x-www-form-urlencoded";

    private static int number;

    private RealtimeScene acme;

    @BeforeEach
    void aTenant() {
        acme = new RealtimeScene(SERVER, "entry-" + ++number);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private Answer session(String user) {
        return done(acme.tenant.backend().post("/api/v1/sessions", "{\"user_id\":\"" + user + "\"}"));
    }

    private static Page from(String origin, List<String> protocols, Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Origin", origin);
        return Page.openWith(SERVER.url(), headers, protocols);
    }

    @Test
    @DisplayName("what is no token for agents is refused at the socket, and by every request that takes one (104)")
    void every_door_refuses_what_is_no_token() {
        Answer session = session("alice");
        String token = session.at("/agent_c/agent_c_token");
        String[] parts = token.split("\\.", -1);
        String ticket = done(SERVER.with(session.at("/session_token")).post("/api/v1/realtime/tickets"))
                .at("/ticket");
        byte[] form = "ui_session_id=ui_1".getBytes(StandardCharsets.UTF_8);

        for (String wrong : List.of(
                "nonsense",
                "eyJhbGciOiJub25lIn0." + parts[1] + ".",
                parts[0] + "." + parts[1] + "." + parts[2].replaceFirst("....$", "AAAA"),
                ticket,
                session.at("/session_token"),
                acme.tenant.backend().key().revealText())) {
            assertThat(acme.open(wrong).closed()).isEqualTo("4403 unauthenticated");
            refused(acme.upload(wrong, "a.txt", new byte[1]), 401, "unauthenticated");
            refused(RealtimeScene.form(SERVER, wrong, "/api/rt/cancel", FORM, form), 401, "unauthenticated");
            refused(acme.by(wrong).get("/api/rt/file/file_1"), 401, "unauthenticated");
            refused(acme.by(wrong).get("/api/rt/chats/chat_1/export"), 401, "unauthenticated");
        }
        acme.open(token).ready();
    }

    @Test
    @DisplayName(
            "a page of any origin enters by a token that it holds, and none by a cookie that a browser sends (121)")
    void an_origin_is_worth_nothing_and_a_cookie_neither() {
        Answer session = session("alice");
        List<String> bearing = List.of("stagedoor.v1", "stagedoor.token." + session.at("/agent_c/agent_c_token"));
        Map<String, String> cookie = Map.of("Cookie", "__Host-stagedoor=" + session.at("/session_token"));
        URI server = SERVER.url();

        try (Page page = from("https://app.example", bearing, Map.of())) {
            page.ready();
        }
        for (String origin : List.of("https://evil.example", "http://" + server.getAuthority())) {
            try (Page page = from(origin, List.of("stagedoor.v1"), cookie)) {
                assertThat(page.closed()).startsWith("4401");
            }
        }
    }

    @Test
    @DisplayName("a full pool is waited for; what makes no sense and a suspended tenant end it (71, 118)")
    void who_may_not_enter_is_told_what_to_do() {
        done(acme.tenant
                .backend()
                .put(
                        "/api/v1/chat-user-policy",
                        "{\"strategy\":\"shared\",\"pool_size\":1,\"connections_per_user\":1}"));
        Page alice = acme.open(acme.token("alice")).ready();
        assertThat(acme.open(acme.token("bob")).closed()).matches("4429 retry_after=\\d+");
        alice.say(RealtimeScene.input("still here")).next("message");
        assertThat(acme.open(acme.token("alice"), "after", "soon").closed()).startsWith("1008");

        String token = acme.token("carol");
        done(SERVER.operator().post(acme.tenant.path("/suspend")));
        assertThat(acme.open(token).closed()).isEqualTo("4403 tenant_suspended");
    }

    @Test
    @DisplayName(
            "a message as long as allowed is answered; one byte more ends it with 1009, and none at all does not (128)")
    void messages_have_a_longest() {
        Page page = acme.open(acme.token("alice"));
        int most = page.next("ui_session_id_changed").path("max_message_bytes").asInt();
        String frame = RealtimeScene.input("");
        String text = "x".repeat(most - frame.length());
        page.ready().say("");
        assertThat(page.next("error").path("code").asText()).isEqualTo("invalid_json");
        page.say(RealtimeScene.input(text));
        assertThat(page.next("message").at("/message/content").asText()).isEqualTo(text);
        page.ready();

        page.say(RealtimeScene.input(text + "x"));

        assertThat(page.closed()).startsWith("1009");
    }

    @Test
    @DisplayName(
            "a token is in the query only for clients that cannot help it, and the answer selects no credential (117)")
    void the_subprotocol_that_is_selected_is_no_credential() {
        String token = acme.token("alice");
        try (Page page = Page.openWith(SERVER.url(), Map.of(), List.of("stagedoor.token." + token, "stagedoor.v1"))) {
            assertThat(page.protocol()).isEqualTo("stagedoor.v1");
            page.ready();
        }
    }
}
