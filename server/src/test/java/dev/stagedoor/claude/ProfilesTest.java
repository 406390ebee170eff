// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A tenant's Claude profiles: what is kept, what is shown, and whose selection counts (R1, R2, I4, S2)")
@Tag("slow")
class ProfilesTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(usual -> TestConfig.with(
            usual,
            new ClaudeConfig(
                    "http://127.0.0.1:9",
                    "claude-haiku-4-5",
                    true,
                    ClaudeConfig.usual().connectTimeout(),
                    Duration.ofSeconds(5),
                    0)));

    private static final String PROFILES = "/api/v1/profiles";
    private static final String SELECTED = "/api/v1/selected-profile";
    private static final String KEY = "sk-ant-api03-0123456789abcdefghij-WXYZ";
    private static int number;

    private TestTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "claude-" + ++number);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private static String named(String name) {
        return "{\"profile_name\":\"" + name + "\",\"api_key\":\"" + KEY + "\"}";
    }

    private String profile(String name) {
        return done(acme.backend().post(PROFILES, named(name))).at("/id");
    }

    private static String login(String more) {
        long soon = Instant.now().plus(Duration.ofHours(8)).toEpochMilli();
        return "{\"claudeAiOauth\":{\"accessToken\":\"sk-ant-oat01-abcdef\",\"refreshToken\":\"sk-ant-ort01-abcdef\","
                + "\"expiresAt\":" + soon + ",\"scopes\":[\"user:inference\",\"user:profile\"],"
                + "\"subscriptionType\":\"max\",\"rateLimitTier\":\"x\"}" + more + "}";
    }

    @Test
    void a_profile_shows_everything_but_its_secret() {
        Answer made = acme.backend().post(PROFILES, named("Team"));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.at("/auth_method")).isEqualTo("api-key");
        assertThat(made.at("/status")).isEqualTo("active");
        assertThat(made.at("/fingerprint")).startsWith("WXYZ:");
        assertThat(made.json().toString()).doesNotContain("0123456789abcdefghij");
        assertThat(done(acme.backend().get(PROFILES + "/" + made.at("/id"))).json())
                .isEqualTo(made.json());
        assertThat(done(acme.backend().get(PROFILES)).json().toString()).doesNotContain("0123456789abcdefghij");
    }

    @Test
    void the_paths_of_the_first_source_are_the_same_profiles() {
        String id = profile("Team");

        Answer list = done(acme.backend().get("/api/claude-auth/profiles"));

        assertThat(list.at("/items/0/id")).isEqualTo(id);
        done(acme.backend().post("/api/claude-auth/profiles/" + id + "/select", "{}"));
        assertThat(done(acme.backend().get("/api/claude-auth/selected-profile")).at("/selected_profile_id"))
                .isEqualTo(id);
    }

    @Test
    void a_name_is_used_once_in_a_tenant() {
        profile("Team");

        Answer again = refused(acme.backend().post(PROFILES, named("Team")), 409, "conflict");

        assertThat(again.json().toString()).contains("profile_name");
    }

    @Test
    void another_tenant_finds_none_of_it() {
        String id = profile("Team");
        try (TestTenant other = new TestTenant(SERVER, "claude-other-" + number)) {
            refused(other.backend().get(PROFILES + "/" + id), 404, "not_found");
            refused(other.backend().post(PROFILES + "/" + id + "/select", "{}"), 404, "not_found");
            refused(other.backend().delete(PROFILES + "/" + id), 404, "not_found");
            assertThat(done(other.backend().get(PROFILES)).json().path("items")).isEmpty();
        }
    }

    @Test
    void each_user_has_a_selection_of_their_own_and_the_tenant_has_one() {
        String team = profile("Team");
        String spare = profile("Spare");

        done(acme.backend().post(PROFILES + "/" + team + "/select?user_id=alice", "{}"));
        done(acme.backend().post(SELECTED, "{\"profile_id\":\"" + spare + "\"}"));

        assertThat(selected("?user_id=alice")).isEqualTo(team);
        assertThat(selected("")).isEqualTo(spare);
        assertThat(selected("?user_id=bob")).isEmpty();
        done(acme.backend().delete(SELECTED + "?user_id=alice"));
        assertThat(selected("?user_id=alice")).isEmpty();
        assertThat(selected("")).isEqualTo(spare);
    }

    private String selected(String query) {
        return done(acme.backend().get(SELECTED + query)).at("/selected_profile_id");
    }

    @Test
    void what_one_node_has_selected_counts_on_the_other_at_once() {
        URI second = SERVER.startAnotherNode();
        String team = profile("Team");
        String key = acme.key(List.of(Scope.PROFILES_READ, Scope.PROFILES_WRITE));

        done(acme.backend().post(PROFILES + "/" + team + "/select", "{}"));

        Answer there = done(new Caller(second, Secret.of(key)).get(SELECTED));
        assertThat(there.at("/selected_profile_id")).isEqualTo(team);
    }

    @Test
    void deleting_a_profile_destroys_its_secret_and_ends_its_selections() {
        String id = profile("Team");
        done(acme.backend().post(PROFILES + "/" + id + "/select?user_id=alice", "{}"));

        done(acme.backend().delete(PROFILES + "/" + id));

        assertThat(selected("?user_id=alice")).isEmpty();
        assertThat(SERVER.column("SELECT sealed FROM credentials WHERE name = '" + id + "'"))
                .containsOnlyNulls();
        refused(acme.backend().delete(PROFILES + "/" + id), 404, "not_found");
    }

    @Test
    void a_new_secret_is_a_new_version_and_a_new_name_is_not() {
        String id = profile("Team");

        Answer renamed = done(acme.backend().patch(PROFILES + "/" + id, "{\"profile_name\":\"Blue\"}"));
        Answer renewed =
                done(acme.backend().patch(PROFILES + "/" + id, "{\"api_key\":\"sk-ant-api03-new-new-new-new-NEW1\"}"));

        assertThat(renamed.at("/profile_name")).isEqualTo("Blue");
        assertThat(renamed.at("/version")).isEqualTo("1");
        assertThat(renewed.at("/version")).isEqualTo("2");
        assertThat(renewed.at("/fingerprint")).startsWith("NEW1:");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"profile_name":"x"} | api_key
                    {"profile_name":"x","api_key":"hello-hello-hello-hello"} | api_key
                    {"profile_name":"x","api_key":"sk-ant-oat01-0123456789abcdef"} | api_key
                    {"profile_name":"x","api_key":"short"} | api_key
                    {"profile_name":"x","api_key":"sk-ant-api03-0123456789","gateway":{"base_url":"https://g.example","auth_token":"0123456789"}} | gateway
                    {"profile_name":"x","gateway":{"base_url":"ftp://g.example","auth_token":"0123456789"}} | gateway.base_url
                    {"profile_name":"x","gateway":{"base_url":"http://169.254.169.254","auth_token":"0123456789"}} | gateway.base_url
                    {"profile_name":" ","api_key":"sk-ant-api03-0123456789"} | profile_name
                    {"api_key":"sk-ant-api03-0123456789"} | profile_name
                    """)
    void a_malformed_profile_is_refused_with_the_fields_name(String body, String field) {
        Answer answer = acme.backend().post(PROFILES, body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.fields()).as("%s", answer).containsExactly(field);
    }

    @Test
    void an_imported_login_belongs_to_its_user_and_is_selected_if_nothing_is() {
        Answer made = done(
                acme.backend().post("/api/claude-auth/import-terminal-credentials", login(",\"user_id\":\"ada\"")));

        String id = made.at("/profile_id");
        assertThat(made.at("/profile_name")).isEqualTo("Terminal Login (Max Plan)");
        assertThat(made.at("/selected")).isEqualTo("true");
        assertThat(made.at("/notice")).contains("Products must use API keys");
        assertThat(made.at("/profile/status")).isEqualTo("active");
        assertThat(made.json().toString()).doesNotContain("sk-ant-o");
        assertThat(selected("?user_id=ada")).isEqualTo(id);
        refused(acme.backend().post(PROFILES + "/" + id + "/select?user_id=eve", "{}"), 403, "forbidden");
        assertThat(done(acme.backend()
                                .post(
                                        "/api/v1/import-terminal-credentials",
                                        "{\"api_key\":\"" + KEY + "\",\"user_id\":\"ada\"}"))
                        .at("/selected"))
                .isEqualTo("false");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {} | claudeAiOauth
                    {"claudeAiOauth":{"accessToken":"sk-ant-oat01-x","expiresAt":1700000000000,"scopes":["user:inference"]},"user_id":"a"} | claudeAiOauth.expiresAt
                    {"claudeAiOauth":{"accessToken":"sk-ant-oat01-x","expiresAt":12,"scopes":["user:inference"]},"user_id":"a"} | claudeAiOauth.expiresAt
                    {"claudeAiOauth":{"accessToken":"sk-ant-oat01-x","expiresAt":9999999999999,"scopes":["user:profile"]},"user_id":"a"} | claudeAiOauth.scopes
                    {"claudeAiOauth":{"accessToken":"sk-ant-api03-x","expiresAt":9999999999999,"scopes":["user:inference"]},"user_id":"a"} | claudeAiOauth.accessToken
                    {"claudeAiOauth":{"accessToken":"sk-ant-oat01-x","expiresAt":9999999999999,"scopes":["user:inference"]}} | user_id
                    """)
    void a_login_that_cannot_serve_is_refused_with_the_fields_name(String body, String field) {
        Answer answer = acme.backend().post("/api/claude-auth/import-terminal-credentials", body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.fields()).as("%s", answer).containsExactly(field);
    }

    @Test
    void a_test_says_what_the_provider_said_and_keeps_it() {
        String id = profile("Team");

        Answer tested = done(acme.backend().post(PROFILES + "/" + id + "/test", "{}"));

        assertThat(tested.at("/status")).isEqualTo("provider_unavailable");
        JsonNode kept = done(acme.backend().get(PROFILES + "/" + id)).json();
        assertThat(kept.path("last_test").asText()).isEqualTo("provider_unavailable");
        assertThat(kept.path("last_tested_at").asText()).isNotEmpty();
    }

    @Test
    void what_was_done_with_profiles_stands_in_the_audit_log() {
        String id = profile("Team");
        done(acme.backend().post(PROFILES + "/" + id + "/select?user_id=ada", "{}"));
        done(acme.backend().delete(PROFILES + "/" + id));

        String log = done(acme.backend().get("/api/v1/audit?limit=100")).json().toString();

        assertThat(log)
                .contains("profile.create", "profile.select", "profile.delete")
                .doesNotContain(KEY);
    }

    @Test
    void a_gateway_that_answers_byte_by_byte_holds_its_test_no_longer_than_one_that_is_silent() throws Exception {
        try (ServerSocket gateway = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> left =
                    CompletableFuture.supplyAsync(() -> drip(gateway), Thread::startVirtualThread);
            String id = done(acme.backend()
                            .post(
                                    PROFILES,
                                    "{\"profile_name\":\"Slow\",\"gateway\":{\"base_url\":\"http://127.0.0.1:"
                                            + gateway.getLocalPort() + "\",\"auth_token\":\"" + KEY + "\"}}"))
                    .at("/id");

            Caller.Answer tested = acme.backend().post(PROFILES + "/" + id + "/test");

            assertThat(tested.json().toString()).contains("took too long");
            assertThat(left.get(30, TimeUnit.SECONDS)).isEqualTo("closed by the server");
        }
    }

    /** Answers with a space at a time, which JSON permits, until the connection is closed. */
    private static String drip(ServerSocket gateway) {
        try (Socket client = gateway.accept()) {
            OutputStream out = client.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            client.setSoTimeout(50);
            while (isOpen(client)) {
                out.write(' ');
            }
            return "closed by the server";
        } catch (IOException reset) {
            return "closed by the server";
        }
    }

    /** Waits a moment for the other side to leave; what it sends is of no interest. */
    private static boolean isOpen(Socket client) throws IOException {
        try {
            return client.getInputStream().read(new byte[8192]) >= 0;
        } catch (SocketTimeoutException stillHere) {
            return true;
        }
    }
}
