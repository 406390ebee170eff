// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static dev.stagedoor.realtime.RealtimeScene.input;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

@Isolated
@Tag("slow")
@DisplayName(
        "A user's page lives a whole life, and is told no secret; and the log repeats nothing of it (67, 98; S2, C3)")
class NothingLeaksTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String PASSWORD = "correct-horse-battery";
    private static final String PROMPT = "You know that the vault is under the stairs.";
    private static final String SAID = "meet me at the lighthouse";
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("dev.stagedoor");

    private static final List<String> LINES = new CopyOnWriteArrayList<>();
    private static final AppenderBase<ILoggingEvent> APPENDER = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String thrown =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            LINES.add(event.getFormattedMessage() + event.getKeyValuePairs() + event.getMDCPropertyMap() + thrown);
        }
    };

    /** What it was told: bodies, headers and frames. */
    private static final List<String> TOLD = new ArrayList<>();

    /** The content security policies of its answers. */
    private static final Set<String> POLICIES = new TreeSet<>();

    /** The frames among them. */
    private static final List<JsonNode> FRAMES = new ArrayList<>();

    /** What it was given to use, and so may not be repeated. */
    private static final Set<String> GIVEN = new TreeSet<>();

    private static RealtimeScene acme;

    @BeforeAll
    static void a_page_lives_its_life() {
        LOG.setLevel(Level.DEBUG);
        APPENDER.start();
        LOG.addAppender(APPENDER);
        acme = new RealtimeScene(SERVER, "leaks");
        done(acme.tenant
                .backend()
                .put(
                        "/api/v1/agents/parrot",
                        Json.text(Map.of(
                                "name", "Parrot",
                                "agent_name", "parrot",
                                "model", "stagedoor/echo",
                                "system_prompt", PROMPT))));
        String session = loggedIn();
        talks(session);
        until("the sockets' lines are written", () -> log().contains("/api/rt/ws"));
    }

    @AfterAll
    static void stopListening() {
        acme.close();
        LOG.detachAppender(APPENDER);
        LOG.setLevel(null);
    }

    private static String log() {
        return String.join("\n", LINES);
    }

    private static Answer told(Answer answer) {
        TOLD.add(answer.json().toString() + answer.headers().map());
        POLICIES.add(answer.headers().firstValue("content-security-policy").orElse("none"));
        return answer;
    }

    private static String given(String secret) {
        assertThat(secret).isNotEmpty();
        GIVEN.add(secret);
        return secret;
    }

    /** Its session, after a wrong password and a right one. */
    private static String loggedIn() {
        String invited = done(acme.tenant
                        .backend()
                        .post("/api/v1/accounts", "{\"user_id\":\"alice\",\"email\":\"alice@example.com\"}"))
                .at("/token");
        told(acme.tenant
                .page()
                .post(
                        "/api/auth/password",
                        "{\"token\":\"" + given(invited) + "\",\"password\":\"" + PASSWORD + "\"}"));
        told(acme.tenant
                .page()
                .post("/api/auth/login", "{\"email\":\"alice@example.com\",\"password\":\"not-" + PASSWORD + "\"}"));
        Answer login = told(done(acme.tenant
                .page()
                .post("/api/auth/login", "{\"email\":\"alice@example.com\",\"password\":\"" + PASSWORD + "\"}")));
        given(login.at("/agent_c/agent_c_token"));
        return given(login.at("/session_token"));
    }

    private static void talks(String session) {
        String token =
                given(told(done(SERVER.with(session).post("/api/auth/refresh"))).at("/agent_c/agent_c_token"));
        String ticket = given(told(done(SERVER.with(session).post("/api/v1/realtime/tickets")))
                .at("/ticket"));
        String file = told(done(acme.upload(token, "plan.txt", SAID.getBytes(StandardCharsets.UTF_8))))
                .at("/id");
        Page old = Page.openBy(SERVER.url(), Map.of("token", token)).ready();
        Page page = Page.openBy(SERVER.url(), Map.of("ticket", ticket)).ready();
        String chat =
                page.say(input(SAID, file)).next("message").path("session_id").asText();
        page.ready();
        for (String type :
                List.of("get_agents", "get_voices", "get_avatars", "get_tool_catalog", "get_user_sessions")) {
            page.say("{\"type\":\"" + type + "\"}");
        }
        page.say("{\"type\":\"" + SAID + "\"}").next("error");
        page.say(SAID).next("error");
        page.say("{\"type\":\"auth_refresh\",\"token\":\"" + token + "\"}").next("auth_refreshed");
        told(acme.by(token).get("/api/rt/chats/" + chat + "/export?format=pdf"));
        told(acme.by(token + "x").get("/api/rt/file/" + file));
        TOLD.add(acme.get(token, "/api/rt/chats/" + chat + "/export").body());
        told(SERVER.with(session).post("/api/auth/logout"));
        page.closed();
        old.closed();
        FRAMES.addAll(page.heard());
        FRAMES.addAll(old.heard());
        FRAMES.forEach(frame -> TOLD.add(frame.toString()));
    }

    @Test
    @DisplayName("F12: a page is told its user's id, roles and groups, and nothing else of them")
    void a_page_is_told_three_things_of_its_user() {
        List<JsonNode> users = FRAMES.stream()
                .filter(frame -> frame.path("type").asText().equals("chat_user_data"))
                .map(frame -> frame.path("user"))
                .toList();

        assertThat(users).hasSize(2).allSatisfy(user -> {
            assertThat(user.fieldNames()).toIterable().containsExactlyInAnyOrder("id", "roles", "groups");
            assertThat(user.path("id").asText()).isEqualTo("alice");
        });
    }

    @Test
    @DisplayName(
            "F16: nothing that it is told holds a password, its hash, a key, a prompt, or what it is called elsewhere")
    void nothing_that_it_is_told_is_a_secret() {
        String chatUser = SERVER.column(
                        "SELECT chat_user_id FROM chat_users WHERE tenant_id = '" + acme.tenant.id() + "'")
                .getFirst();
        String username = SERVER.column("SELECT username FROM chat_users WHERE chat_user_id = '" + chatUser + "'")
                .getFirst();
        String told = String.join("\n", TOLD);

        assertThat(told).contains(SAID, "Parrot", "must be jsonl or markdown", "unauthenticated");
        assertThat(told)
                .doesNotContain(PASSWORD, PROMPT, chatUser, username)
                .doesNotContain(
                        acme.tenant.secret(), acme.tenant.backend().key().revealText())
                .doesNotContainIgnoringCase("password\"", "argon2", "hash\"", "chat_user_id", "\tat ", "Exception");
    }

    @Test
    @DisplayName("every answer says that it is no page: a browser that shows it loads and runs nothing (93)")
    void every_answer_says_that_it_is_no_page() {
        assertThat(POLICIES).containsExactly("default-src 'none'; frame-ancestors 'none'");
    }

    @Test
    @DisplayName(
            "F14: the log, in all detail, holds no token of a body, a query or a header, no password, and no word said")
    void the_log_repeats_nothing() {
        assertThat(log()).contains("/api/auth/login", "/api/rt/ws", "/api/rt/upload_file");
        assertThat(GIVEN).hasSizeGreaterThanOrEqualTo(5);
        assertThat(GIVEN).allSatisfy(secret -> assertThat(log()).doesNotContain(secret));
        assertThat(log()).doesNotContain(PASSWORD, SAID, PROMPT, "alice@example.com", "eyJ");
    }
}
