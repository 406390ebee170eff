// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static dev.stagedoor.realtime.RealtimeScene.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.kernel.Scope;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("Pages whose chat users live on another server talk with its agents through this one (C1, C3, G103)")
class UpstreamPagesTest {
    @RegisterExtension
    static final TestServer HERE = TestServer.started();

    @RegisterExtension
    static final TestServer THERE = TestServer.started();

    private static int number;

    private RealtimeScene here;
    private RealtimeScene there;
    private String key;

    @BeforeEach
    void aTenantWhoseChatUsersLiveThere() {
        number++;
        there = new RealtimeScene(THERE, "beyond-" + number);
        here = new RealtimeScene(HERE, "near-" + number);
        key = there.tenant.key(List.of(Scope.CHAT_USERS_READ, Scope.CHAT_USERS_WRITE));
        done(here.tenant
                .backend()
                .put(
                        "/api/v1/credentials/upstream",
                        "{\"server_url\":\"" + THERE.url() + "\",\"api_key\":\"" + key + "\"}"));
        policy("dedicated");
    }

    private void policy(String strategy) {
        done(here.tenant
                .backend()
                .put(
                        "/api/v1/chat-user-policy",
                        "{\"strategy\":\"" + strategy + "\",\"pool_size\":1,\"upstream\":true}"));
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void an_agent_there_answers_a_page_here() {
        Page page = here.open(here.token("alice")).ready();

        page.say(input("hello")).next("message");

        assertThat(page.heard().getLast().at("/message/content").asText()).isEqualTo("hello");
        assertThat(THERE.column(
                        "SELECT count(*) FROM chats WHERE messages = 2 AND tenant_id = '" + there.tenant.id() + "'"))
                .containsExactly("1");
        assertThat(HERE.column("SELECT count(*) FROM chats WHERE tenant_id = '" + here.tenant.id() + "'"))
                .containsExactly("0");
    }

    @Test
    @DisplayName("C3, G43: nothing that a page hears tells where its chat user lives, or what it is called there")
    void a_page_learns_nothing_of_the_server_there() {
        Page page = here.open(here.token("alice")).ready();
        page.say(input("hello")).next("message");
        page.ready();

        String heard = page.heard().toString();
        assertThat(page.heard().stream()
                        .filter(frame -> frame.path("type").asText().equals("chat_user_data"))
                        .map(frame -> frame.at("/user/id").asText()))
                .containsExactly("alice");
        assertThat(heard)
                .doesNotContain(THERE.url().getAuthority())
                .doesNotContain(key)
                .doesNotContain("chat_user_id")
                .doesNotContain("cu_");
    }

    @Test
    void a_page_that_comes_again_has_its_ui_session_and_misses_nothing() {
        String token = here.token("alice");
        Page page = here.open(token);
        String ui = page.next("ui_session_id_changed").path("ui_session_id").asText();
        page.ready().say(input("first")).next("user_message");
        long seen = page.heard().getLast().path("seq").asLong();
        page.vanish();

        Page again = here.open(token, "ui_session_id", ui, "after", Long.toString(seen));

        assertThat(again.next("ui_session_id_changed").path("resumed").asBoolean())
                .isTrue();
        assertThat(again.next("message").at("/message/content").asText()).isEqualTo("first");
    }

    @Test
    void users_of_one_chat_user_there_do_not_see_each_others_chats() {
        policy("shared");
        Page alice = here.open(here.token("alice")).ready();
        String chat = alice.say(input("secret of alice"))
                .next("message")
                .path("session_id")
                .asText();
        Page bob = here.open(here.token("bob")).ready();

        bob.say("{\"type\":\"get_user_sessions\"}");
        assertThat(bob.next("get_user_sessions_response")
                        .at("/sessions/total_sessions")
                        .asLong())
                .isZero();
        bob.say("{\"type\":\"resume_chat_session\",\"session_id\":\"" + chat + "\"}");
        assertThat(bob.next("error").path("code").asText()).isEqualTo("not_found");
        assertThat(THERE.column("SELECT count(DISTINCT chat_user_id) FROM ui_sessions WHERE tenant_id = '"
                        + there.tenant.id() + "'"))
                .containsExactly("1");
    }

    @Test
    @DisplayName("A page's own token is judged here, and never passed on")
    void a_page_renews_its_token_here() {
        String token = here.token("alice");
        Page page = here.open(token).ready();

        page.say("{\"type\":\"auth_refresh\",\"token\":\"" + token + "\"}");
        JsonNode refreshed = page.next("auth_refreshed");
        page.say("{\"type\":\"auth_refresh\",\"token\":\"" + here.token("bob") + "\"}");

        assertThat(refreshed.path("expires_at").asLong()).isPositive();
        assertThat(page.next("error").path("code").asText()).isEqualTo("unauthenticated");
        page.say(input("still here")).next("message");
    }

    @Test
    @DisplayName("G120: a page's socket ends here with its session, and the one there with it")
    void both_sockets_end_with_the_session() {
        Answer session = done(here.tenant.backend().post("/api/v1/sessions", "{\"user_id\":\"alice\"}"));
        Page page = here.open(session.at("/agent_c/agent_c_token")).ready();

        done(here.tenant.backend().delete("/api/v1/sessions/" + session.at("/id")));

        assertThat(page.closed()).startsWith("4403");
        until(
                "the socket there is closed",
                () -> THERE.column("SELECT connection FROM ui_sessions WHERE tenant_id = '" + there.tenant.id()
                                + "' AND connection <> ''")
                        .isEmpty());
        until(
                "the place is given back",
                () -> HERE.column("SELECT connection FROM chat_user_slots WHERE tenant_id = '" + here.tenant.id() + "'")
                        .isEmpty());
    }

    @Test
    void a_server_there_that_refuses_the_tenants_key_is_no_matter_of_the_page() {
        done(THERE.operator().post(there.tenant.path("/suspend")));

        assertThat(here.open(here.token("alice")).closed()).startsWith("1011");
    }

    @Test
    void what_the_page_sends_too_fast_ends_its_connection_here() {
        Page page = here.open(here.token("alice")).ready();

        try {
            for (int i = 0; i < 300; i++) {
                page.say("{\"type\":\"pong\"}");
            }
        } catch (RuntimeException closedMeanwhile) {
            assertThat(closedMeanwhile).hasMessageContaining("closed");
        }

        assertThat(page.closed()).startsWith("4429");
    }
}
