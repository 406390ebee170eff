// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.realtime.RealtimeScene.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.kernel.DataSize;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@DisplayName("App users give files to agents (C1, I7)")
class FilesTest {
    private static final int LONGEST = 200_000;
    private static final int ALL = 450_000;

    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(usual -> TestConfig.with(
            usual,
            new RealtimeConfig(
                    usual.realtime().heartbeat(),
                    usual.realtime().maxMessage(),
                    usual.realtime().messagesPerSecond(),
                    usual.realtime().uiSessionKept(),
                    usual.realtime().eventsKept(),
                    usual.realtime().maxTokens(),
                    usual.realtime().history(),
                    new DataSize(LONGEST),
                    new DataSize(ALL),
                    usual.realtime().voice())));

    private static int number;

    private RealtimeScene acme;

    @BeforeEach
    void aTenant() {
        acme = new RealtimeScene(SERVER, "files-" + ++number);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void an_agent_is_given_a_file_and_its_page_shows_it() {
        String token = acme.token("alice");
        String id =
                done(acme.upload(token, "notes.txt", text("remember the milk"))).at("/id");
        Page page = acme.open(token).ready();

        page.say(input("read this", id));

        JsonNode said = page.next("user_message").at("/message");
        assertThat(said.at("/files/0/filename").asText()).isEqualTo("notes.txt");
        assertThat(said.at("/files/0/size").asInt()).isEqualTo(17);
        assertThat(page.next("message").at("/message/content").asText())
                .isEqualTo("read this\n[notes.txt, text/plain; charset=utf-8, 17 bytes]");
    }

    @Test
    void a_chat_that_is_opened_again_shows_the_files_that_are_left() {
        String token = acme.token("alice");
        String kept = done(acme.upload(token, "kept.txt", text("a"))).at("/id");
        String gone = done(acme.upload(token, "gone.txt", text("b"))).at("/id");
        Page page = acme.open(token).ready();
        page.say(input("", kept, gone));
        String chat = page.next("message").path("session_id").asText();
        page.ready();
        done(acme.by(token).delete("/api/rt/file/" + gone));

        JsonNode shown = acme.open(token, "chat_session_id", chat).next("chat_session_changed");

        assertThat(shown.at("/chat_session/messages/0/files").findValuesAsText("filename"))
                .containsExactly("kept.txt");
        assertThat(shown.at("/chat_session/session_name").asText())
                .as("a message without text names its chat by its file")
                .isEqualTo("kept.txt");
    }

    @Test
    @DisplayName("F25, G131: nobody reads, sends or deletes another user's file")
    void a_file_is_its_users_alone() {
        String alice = acme.token("alice");
        String id =
                done(acme.upload(alice, "secret.txt", text("secret of alice"))).at("/id");
        String bob = acme.token("bob");

        refused(acme.by(bob).get("/api/rt/file/" + id), 404, "not_found");
        refused(acme.by(bob).delete("/api/rt/file/" + id), 404, "not_found");
        Page page = acme.open(bob).ready();
        page.say(input("read this", id));
        assertThat(page.next("error").path("code").asText()).isEqualTo("not_found");
        assertThat(page.heard().toString()).doesNotContain("user_turn_end");

        assertThat(acme.get(alice, "/api/rt/file/" + id).body()).isEqualTo("secret of alice");
    }

    @Test
    void another_tenants_file_is_not_found() {
        try (RealtimeScene globex = new RealtimeScene(SERVER, "files-globex-" + number)) {
            String id = done(globex.upload(globex.token("alice"), "a.txt", text("a")))
                    .at("/id");

            refused(acme.by(acme.token("alice")).get("/api/rt/file/" + id), 404, "not_found");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "89504e470d0a1a0a0000, image/png, inline",
        "ffd8ffe000104a464946, image/jpeg, inline",
        "47494638396101000100, image/gif, inline",
        "524946460000000057454250, image/webp, inline",
        "255044462d312e37, application/pdf, attachment",
        "3c68746d6c3e3c7363726970743e, text/plain; charset=utf-8, inline",
        "3c737667206f6e6c6f61643d22, text/plain; charset=utf-8, inline",
        "4d5a90000300, application/octet-stream, attachment",
    })
    @DisplayName("A file is what its bytes are, whatever its client says, and nothing in it runs")
    void the_bytes_decide_the_type(String hex, String type, String disposition) {
        String token = acme.token("alice");
        Answer kept = done(acme.upload(token, "x.html", HexFormat.of().parseHex(hex)));
        assertThat(kept.at("/mime_type")).isEqualTo(type);

        HttpResponse<String> shown = acme.get(token, "/api/rt/file/" + kept.at("/id"));

        assertThat(shown.headers().firstValue("Content-Type")).contains(type);
        assertThat(shown.headers().firstValue("Content-Disposition").orElse("")).startsWith(disposition);
        assertThat(shown.headers().firstValue("Content-Security-Policy")).contains("default-src 'none'; sandbox");
        assertThat(shown.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(acme.get(token, "/api/rt/file/" + kept.at("/id") + "?download=true")
                        .headers()
                        .firstValue("Content-Disposition")
                        .orElse(""))
                .startsWith("attachment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "C:\\\\windows\\\\system32\\\\passwd", "/etc/passwd"})
    @DisplayName("F25: no client's name becomes a path")
    void a_name_has_no_folders(String name) {
        String kept = done(acme.upload(acme.token("alice"), name, text("x"))).at("/filename");

        assertThat(kept).isEqualTo("passwd");
    }

    @Test
    void a_file_of_the_longest_length_is_kept_and_one_byte_more_is_refused() {
        String token = acme.token("alice");

        assertThat(done(acme.upload(token, "a.bin", new byte[LONGEST])).at("/size"))
                .isEqualTo(Integer.toString(LONGEST));
        refused(acme.upload(token, "a.bin", new byte[LONGEST + 1]), 413, "payload_too_large");
        assertThat(refused(acme.upload(token, "a.bin", new byte[0]), 422, "invalid_request")
                        .fields())
                .containsExactly("file");
        assertThat(refused(RealtimeScene.upload(SERVER, token, "other", "a.txt", text("a")), 422, "invalid_request")
                        .fields())
                .containsExactly("file");
    }

    @Test
    @DisplayName("I7: what one user keeps is bounded, and others are not in the way")
    void a_users_files_are_bounded_together() {
        String alice = acme.token("alice");
        done(acme.upload(alice, "1.bin", new byte[LONGEST]));
        String second = done(acme.upload(alice, "2.bin", new byte[LONGEST])).at("/id");

        refused(acme.upload(alice, "3.bin", new byte[LONGEST]), 429, "quota_exceeded");

        done(acme.upload(acme.token("bob"), "1.bin", new byte[LONGEST]));
        done(acme.by(alice).delete("/api/rt/file/" + second));
        done(acme.upload(alice, "3.bin", new byte[LONGEST]));
    }

    @Test
    void bad_lists_of_files_are_refused_and_the_socket_stays() {
        Page page = acme.open(acme.token("alice")).ready();

        for (String ids : List.of("\"x\"", "[1]", "[\"\"]", "{}", "[" + "\"x\",".repeat(10) + "\"x\"]")) {
            page.say("{\"type\":\"text_input\",\"text\":\"hi\",\"file_ids\":" + ids + "}");
            JsonNode error = page.next("error");
            assertThat(error.path("code").asText()).isEqualTo("invalid_request");
            assertThat(error.path("message").asText()).contains("file_ids");
        }
        page.say(input("", "file_unknown"));
        assertThat(page.next("error").path("code").asText()).isEqualTo("not_found");
        page.say("{\"type\":\"text_input\",\"text\":\"hi\"}");
        page.next("message");
    }

    @Test
    void a_session_that_was_revoked_uploads_and_reads_nothing() {
        Answer session = done(acme.tenant.backend().post("/api/v1/sessions", "{\"user_id\":\"alice\"}"));
        String token = session.at("/agent_c/agent_c_token");
        String id = done(acme.upload(token, "a.txt", text("a"))).at("/id");

        done(acme.tenant.backend().delete("/api/v1/sessions/" + session.at("/id")));

        refused(acme.upload(token, "a.txt", text("a")), 401, "unauthenticated");
        refused(acme.by(token).get("/api/rt/file/" + id), 401, "unauthenticated");
    }

    @Test
    void a_picture_of_a_page_is_the_same_when_it_comes_back() {
        byte[] picture = Base64.getDecoder()
                .decode(
                        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        String token = acme.token("alice");
        String id = done(acme.upload(token, "dot.png", picture)).at("/id");

        HttpResponse<String> shown = acme.get(token, "/api/rt/file/" + id);

        assertThat(shown.headers().firstValue("Content-Length")).contains(Integer.toString(picture.length));
        assertThat(shown.headers().firstValue("Content-Type")).contains("image/png");
    }
}
