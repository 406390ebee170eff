// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.realtime.RealtimeScene.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.json.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("App users reach their chats over HTTP, and what they have goes when they are erased (C1)")
class OwnChatsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String FORM = "application/x-www-form-urlencoded";

    private static int number;

    private RealtimeScene acme;

    @BeforeEach
    void aTenant() {
        acme = new RealtimeScene(SERVER, "own-" + ++number);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private Answer cancel(String token, String uiSession) {
        return RealtimeScene.form(
                SERVER, token, "/api/rt/cancel", FORM, ("ui_session_id=" + uiSession).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void an_answer_is_stopped_by_a_request_of_its_user_alone() {
        String token = acme.token("alice");
        Page page = acme.open(token);
        String ui = page.next("ui_session_id_changed").path("ui_session_id").asText();
        page.ready();

        assertThat(done(cancel(token, ui)).at("/message")).isEqualTo("No answer was in progress.");
        refused(cancel(acme.token("bob"), ui), 404, "not_found");
        refused(cancel(token, "ui_unknown"), 404, "not_found");
        assertThat(refused(
                                RealtimeScene.form(SERVER, token, "/api/rt/cancel", FORM, new byte[0]),
                                422,
                                "invalid_request")
                        .fields())
                .containsExactly("ui_session_id");
    }

    @Test
    void a_chat_is_exported_whole_as_lines_or_as_markdown() {
        String token = acme.token("alice");
        String file = done(acme.upload(token, "notes.txt", "x".getBytes(StandardCharsets.UTF_8)))
                .at("/id");
        Page page = acme.open(token).ready();
        page.say(input("first", file));
        String chat = page.next("message").path("session_id").asText();
        page.ready();
        page.say("{\"type\":\"text_input\",\"text\":\"second\"}");
        page.ready();

        HttpResponse<String> lines = acme.get(token, "/api/rt/chats/" + chat + "/export");
        HttpResponse<String> markdown = acme.get(token, "/api/rt/chats/" + chat + "/export?format=markdown");

        List<JsonNode> exported = lines.body()
                .lines()
                .map(line -> Json.read(line, JsonNode.class))
                .toList();
        assertThat(exported.getFirst().path("session_id").asText()).isEqualTo(chat);
        assertThat(exported.stream().skip(1).map(line -> line.path("role").asText()))
                .containsExactly("user", "assistant", "user", "assistant");
        assertThat(exported.get(1).at("/files/0/filename").asText()).isEqualTo("notes.txt");
        assertThat(markdown.body())
                .startsWith("# first\n")
                .contains("- notes.txt")
                .contains("second");
        refused(acme.by(token).get("/api/rt/chats/" + chat + "/export?format=pdf"), 422, "invalid_request");
        refused(acme.by(acme.token("bob")).get("/api/rt/chats/" + chat + "/export"), 404, "not_found");
    }

    @Test
    @DisplayName("An erased user has no account, no chats, no files, and no open socket")
    void all_of_an_erased_user_goes() {
        String token = acme.token("alice");
        String file = done(acme.upload(token, "a.txt", "a".getBytes(StandardCharsets.UTF_8)))
                .at("/id");
        Page page = acme.open(token).ready();
        page.say(input("hello", file));
        page.next("message");
        Page bob = acme.open(acme.token("bob")).ready();
        bob.say("{\"type\":\"text_input\",\"text\":\"of bob\"}");
        bob.next("message");

        done(acme.tenant.backend().delete("/api/v1/accounts/alice"));

        assertThat(page.closed()).startsWith("4403");
        for (String table : List.of("chats", "user_files", "ui_sessions")) {
            assertThat(SERVER.column("SELECT DISTINCT user_id FROM " + table + " WHERE tenant_id = '" + acme.tenant.id()
                            + "' AND user_id = 'alice'"))
                    .as(table)
                    .isEmpty();
        }
        assertThat(SERVER.column("SELECT DISTINCT user_id FROM chats WHERE tenant_id = '" + acme.tenant.id() + "'"))
                .containsExactly("bob");
        refused(acme.tenant.backend().delete("/api/v1/accounts/nobody"), 404, "not_found");
    }
}
