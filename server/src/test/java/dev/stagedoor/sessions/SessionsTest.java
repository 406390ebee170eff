// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import static dev.stagedoor.app.TestTenant.claims;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.SignedJWT;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName(
        "A tenant's backend opens sessions for its users, who reach agents by tokens of theirs (T1, T4, K1, S2, S4)")
class SessionsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static int number;

    private TestTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "sessions-" + ++number);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private Answer opened(String user) {
        return done(acme.backend().post("/api/v1/sessions", "{\"user_id\":\"" + user + "\"}"));
    }

    private static Caller page(Answer session) {
        return page(SERVER.url(), session);
    }

    private static Caller page(URI node, Answer session) {
        return new Caller(node, Secret.of(session.at("/session_token")));
    }

    private static Answer refresh(Caller page) {
        return page.post("/api/auth/refresh-agent-token");
    }

    private static boolean isSignedByUs(String token) throws Exception {
        SignedJWT jwt = SignedJWT.parse(token);
        JWKSet keys = JWKSet.parse(new Caller(SERVER.url(), Secret.of(""))
                .get("/.well-known/jwks.json")
                .json()
                .toString());
        OctetKeyPair key = keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toOctetKeyPair();
        assertThat(key.isPrivate()).isFalse();
        return jwt.verify(new Ed25519Verifier(key));
    }

    @Test
    void a_session_brings_a_signed_token_that_names_nobody() throws Exception {
        Answer session = opened("alice@example.com");

        assertThat(session.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(session.at("/session_token")).startsWith("sd_ses_");
        assertThat(session.at("/agent_c/websocket_url"))
                .isEqualTo("ws://" + SERVER.url().getAuthority() + "/api/rt/ws");
        String token = session.at("/agent_c/agent_c_token");
        assertThat(isSignedByUs(token)).isTrue();
        JsonNode claims = claims(token);
        Set<String> names = new TreeSet<>();
        claims.fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactly("aud", "exp", "iat", "iss", "jti", "nbf", "sid", "sub", "ten");
        assertThat(claims.toString()).doesNotContain("alice");
        assertThat(claims.path("exp").asLong())
                .isEqualTo(session.json().at("/agent_c/expires_at").asLong());
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isBetween(3_595L, 3_600L);
        assertThat(acme.audited("session.create")).hasSize(1);
    }

    @Test
    void its_user_gets_fresh_tokens_by_either_path_of_the_guide() throws Exception {
        Answer session = opened("alice");

        Answer first = done(refresh(page(session)));
        Answer second = done(page(session).post("/api/auth/refresh"));

        assertThat(isSignedByUs(first.at("/agent_c/agent_c_token"))).isTrue();
        assertThat(first.at("/agent_c/agent_c_token"))
                .isNotEqualTo(session.at("/agent_c/agent_c_token"))
                .isNotEqualTo(second.at("/agent_c/agent_c_token"));
        assertThat(acme.audited("session.refresh")).hasSize(2);
    }

    @Test
    @DisplayName("F1: a refresh is for its session's user, and nobody else can be named (50)")
    void whose_token_it_is_comes_from_the_session_alone() {
        Answer session = opened("alice");

        Answer named = page(session).post("/api/auth/refresh-agent-token", "{\"user_id\":\"bob\"}");
        Answer refreshed = done(page(session).post("/api/auth/refresh-agent-token", "{}"));

        assertThat(refused(named, 422, "invalid_request").fields()).containsExactly("user_id");

        assertThat(claims(refreshed.at("/agent_c/agent_c_token")).path("sid").asText())
                .isEqualTo(session.at("/id"));
        assertThat(acme.audited("session.refresh").getLast().path("user").asText())
                .isEqualTo("alice");
    }

    @Test
    @DisplayName("F2, F3: a session may last thirty days, a token for agents an hour all the same")
    void a_long_session_has_short_tokens() {
        int month = 2_592_000;
        Answer session = done(acme.backend().post("/api/v1/sessions", "{\"user_id\":\"alice\",\"ttl\":" + month + "}"));
        JsonNode claims = claims(session.at("/agent_c/agent_c_token"));
        long left = Duration.between(Instant.now(), Instant.parse(session.at("/expires_at")))
                .toSeconds();

        assertThat(left).isBetween(month - 60L, (long) month);
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isBetween(3_595L, 3_600L);
        refused(
                acme.backend().post("/api/v1/sessions", "{\"user_id\":\"alice\",\"ttl\":" + (month + 1) + "}"),
                422,
                "invalid_request");
    }

    @Test
    void it_may_do_nothing_that_takes_a_key_and_a_key_may_do_nothing_that_takes_a_session() {
        Caller page = page(opened("alice"));

        refused(page.get("/api/v1/sessions"), 401, "unauthenticated");
        refused(page.post("/api/v1/tokens", "{}"), 401, "unauthenticated");
        refused(refresh(acme.backend()), 401, "unauthenticated");
        refused(refresh(SERVER.with("sd_ses_" + "A".repeat(43))), 401, "unauthenticated");
    }

    @Test
    void a_revoked_one_is_refused_on_every_node_from_the_answer_on() {
        URI other = SERVER.startAnotherNode();
        Answer session = opened("alice");
        Answer another = opened("alice");
        done(refresh(page(other, session)));

        done(acme.backend().delete("/api/v1/sessions/" + session.at("/id")));

        refused(refresh(page(other, session)), 401, "unauthenticated");
        refused(refresh(page(session)), 401, "unauthenticated");
        done(refresh(page(other, another)));
    }

    @Test
    void so_is_one_that_was_logged_out_and_one_of_a_revoked_user() {
        Answer out = opened("alice");
        done(page(out).post("/api/auth/logout"));
        refused(refresh(page(out)), 401, "unauthenticated");

        Answer bobs = opened("bob");
        done(acme.backend().post("/api/v1/users/bob/revoke"));
        refused(refresh(page(bobs)), 403, "user_revoked");
        refused(acme.backend().post("/api/v1/sessions", "{\"user_id\":\"bob\"}"), 403, "user_revoked");
    }

    @Test
    void one_ends_with_the_key_that_opened_it_and_with_its_tenant() {
        Answer made = done(acme.backend()
                .post("/api/v1/api-keys", "{\"kind\":\"secret\",\"name\":\"app\",\"scopes\":[\"sessions:write\"]}"));
        Answer session = done(SERVER.with(made.at("/key")).post("/api/v1/sessions", "{\"user_id\":\"alice\"}"));
        done(acme.backend().delete("/api/v1/api-keys/" + made.at("/api_key/id")));
        refused(refresh(page(session)), 401, "unauthenticated");

        Answer own = opened("alice");
        done(SERVER.operator().post("/api/v1/tenants/" + acme.slug() + "/suspend"));
        refused(refresh(page(own)), 403, "tenant_suspended");
    }

    @Test
    void they_are_listed_newest_first_by_user_and_by_pages_and_without_their_tokens() {
        Answer first = opened("alice");
        opened("bob");
        Answer last = opened("alice");

        Answer all = done(acme.backend().get("/api/v1/sessions?user_id=alice&limit=1"));
        Answer rest = done(acme.backend().get("/api/v1/sessions?user_id=alice&limit=1&after=" + all.at("/next")));

        assertThat(all.at("/items/0/id")).isEqualTo(last.at("/id"));
        assertThat(rest.at("/items/0/id")).isEqualTo(first.at("/id"));
        assertThat(rest.json().has("next")).isFalse();
        assertThat(all.toString()).doesNotContain(last.at("/session_token"));
        assertThat(SERVER.column("SELECT sessions::text FROM sessions").toString())
                .doesNotContain(last.at("/session_token"));
    }

    @Test
    void another_tenants_session_is_one_that_does_not_exist() {
        Answer session = opened("alice");
        try (TestTenant globex = new TestTenant(SERVER, "others-" + number)) {
            String path = "/api/v1/sessions/" + session.at("/id");
            refused(globex.backend().get(path), 404, "not_found");
            refused(globex.backend().delete(path), 404, "not_found");
        }
        done(refresh(page(session)));
    }

    @Test
    void what_is_wrong_with_one_is_said_by_field() {
        assertThat(refused(acme.backend().post("/api/v1/sessions", "{}"), 422, "invalid_request")
                        .fields())
                .containsExactly("user_id");
        assertThat(refused(
                                acme.backend().post("/api/v1/sessions", "{\"user_id\":\"alice\",\"ttl\":31536000}"),
                                422,
                                "invalid_request")
                        .fields())
                .containsExactly("ttl");
    }

    @Test
    void a_replaced_signing_key_leaves_its_tokens_valid() throws Exception {
        String before = opened("alice").at("/agent_c/agent_c_token");

        Answer rotated = done(SERVER.operator().post("/api/v1/signing-keys/rotate"));
        String after = opened("alice").at("/agent_c/agent_c_token");

        assertThat(isSignedByUs(before)).isTrue();
        assertThat(SignedJWT.parse(after).getHeader().getKeyID())
                .as("the new key signs once others have read of it")
                .isNotEqualTo(rotated.at("/id"));
        assertThat(new Caller(SERVER.url(), Secret.of(""))
                        .get("/.well-known/jwks.json")
                        .toString())
                .contains(rotated.at("/id"));
    }

    private static String rotated(Caller page) {
        return done(page.post("/api/auth/refresh?rotate=true")).at("/session/token");
    }

    @Test
    void a_page_may_have_its_token_replaced_and_whoever_uses_the_old_one_later_ends_the_session() {
        Answer session = opened("alice");
        String next = rotated(page(session));

        assertThat(next).startsWith("sd_ses_").isNotEqualTo(session.at("/session_token"));
        done(refresh(page(session)));
        SERVER.sql("UPDATE sessions SET replaced_at = now() - interval '31 seconds'");
        done(acme.backend().post("/api/v1/users/somebody/revoke")); // every node reads the tenant again
        done(refresh(SERVER.with(next)));
        refused(refresh(page(session)), 401, "unauthenticated");
        refused(refresh(SERVER.with(next)), 401, "unauthenticated");
        assertThat(acme.audited("session.reused")).hasSize(1);
    }

    @Test
    void a_token_is_replaced_once_a_minute_at_most() {
        Answer session = opened("alice");
        String next = rotated(page(session));

        assertThat(rotated(SERVER.with(next))).isEmpty();
        assertThat(acme.audited("session.replace_token")).hasSize(1);
    }

    @Test
    void a_cookie_is_replaced_with_each_refresh_and_deleted_by_a_logout() {
        Answer session = opened("alice");
        Caller page = new Caller(SERVER.url(), Secret.of(""))
                .from("http://" + SERVER.url().getAuthority())
                .with("Cookie", "__Host-stagedoor=" + session.at("/session_token"));

        Answer refreshed = done(page.post("/api/auth/refresh-agent-token"));
        String cookie = refreshed.headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie)
                .startsWith("__Host-stagedoor=sd_ses_")
                .contains("; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=");
        assertThat(refreshed.json().has("session")).isFalse();
        Caller next = page.with("Cookie", cookie.substring(0, cookie.indexOf(';')));
        Answer out = next.post("/api/auth/logout");

        assertThat(out.status()).isEqualTo(204);
        assertThat(out.headers().firstValue("set-cookie").orElseThrow()).contains("Max-Age=0");
        refused(refresh(next), 401, "unauthenticated");
    }

    @Test
    void a_cookie_does_nothing_for_a_page_of_another_origin() {
        Answer session = opened("alice");
        Caller evil = new Caller(SERVER.url(), Secret.of(""))
                .from("https://evil.example")
                .with("Cookie", "__Host-stagedoor=" + session.at("/session_token"));

        refused(refresh(evil), 401, "unauthenticated");
        assertThat(refresh(evil).headers().firstValue("access-control-allow-origin"))
                .isEmpty();
    }

    @Test
    void a_page_of_any_origin_may_use_the_token_that_it_holds() {
        Answer session = opened("alice");
        Caller app = page(session).from("https://app.acme.example");

        Answer refreshed = done(refresh(app));
        done(app.post("/api/auth/logout"));
        Answer ended = refresh(app);

        assertThat(refreshed.headers().firstValue("access-control-allow-origin"))
                .hasValue("https://app.acme.example");
        assertThat(ended.headers().firstValue("access-control-allow-origin")).hasValue("https://app.acme.example");
    }
}
