// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.RunningClock;
import dev.stagedoor.kernel.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
@DisplayName(
        "A page exchanges a token of the tenant's own identity provider for a session (RFC 8693; I5, T1, T4, K1, S2)")
class TokenExchangeTest {
    private static final RunningClock CLOCK = new RunningClock();

    @RegisterExtension
    static final TestServer SERVER = TestServer.by(CLOCK);

    private static final RSAKey KEY = TestIssuer.rsa("one");
    private static int number;

    private final TestIssuer issuer = new TestIssuer(CLOCK).publishes(KEY);
    private TestTenant acme;
    private OAuthClient page;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "exchange-" + ++number, CLOCK);
        page = OAuthClient.of(acme.page());
        done(trust(acme, TestIssuer.CLIENT));
    }

    @AfterEach
    void close() {
        acme.close();
        issuer.close();
    }

    private Answer trust(TestTenant tenant, String audience) {
        return tenant.backend()
                .put(
                        "/api/v1/oidc-issuers/corporate",
                        "{\"issuer\":\"%s\",\"audiences\":[\"%s\"]}".formatted(issuer.url(), audience));
    }

    private static Answer refresh(URI node, Answer session) {
        return new Caller(node, Secret.of(session.at("/access_token"))).post("/api/auth/refresh");
    }

    private static void said(Answer answer, int status, String error, String code) {
        assertThat(List.of(answer.status(), answer.at("/error"), answer.code()))
                .as("%s", answer)
                .isEqualTo(List.of(status, error, code));
        assertThat(answer.at("/error_description")).isNotEmpty();
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(answer.at("/request_id"))
                .isEqualTo(answer.headers().firstValue("x-request-id").orElseThrow());
    }

    @Test
    void it_brings_a_session_of_the_tokens_user_and_what_the_page_needs_to_reach_agents() {
        Answer answer = done(page.exchange(issuer.token(KEY, "alice")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/access_token")).startsWith("sd_ses_");
        assertThat(answer.at("/issued_token_type")).isEqualTo("urn:ietf:params:oauth:token-type:access_token");
        assertThat(answer.at("/token_type")).isEqualTo("Bearer");
        assertThat(answer.json().at("/expires_in").asLong())
                .as("the session's own time, not the token's five minutes")
                .isBetween(86_390L, 86_400L);
        assertThat(answer.at("/agent_c/agent_c_token")).startsWith("ey");
        assertThat(answer.at("/agent_c/websocket_url")).contains("/api/rt/ws");
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(answer.headers().firstValue("access-control-allow-origin")).hasValue(page.origin());
        done(refresh(SERVER.url(), answer));
        assertThat(acme.backend().get("/api/v1/sessions").at("/items/0/user_id"))
                .isEqualTo("alice");
    }

    @Test
    void the_audit_log_tells_who_vouched_and_by_which_token_but_not_the_token() {
        String token = issuer.token(KEY, "alice");
        done(page.exchange(token, "device", "Firefox on Linux"));
        done(page.exchange(token));

        List<JsonNode> entries = acme.audited("session.create");
        assertThat(entries)
                .hasSize(2)
                .allSatisfy(
                        entry -> assertThat(entry.path("vouched_by").asText()).isEqualTo("oidc/corporate"));
        assertThat(entries.getFirst().path("proof").asText())
                .as("the same token came twice")
                .hasSize(64)
                .isEqualTo(entries.getLast().path("proof").asText());
        String signature = token.substring(token.lastIndexOf('.') + 1);
        assertThat(SERVER.column("SELECT audit_entries::text FROM audit_entries")
                        .toString())
                .doesNotContain(signature);
        assertThat(acme.backend().get("/api/v1/sessions").toString()).contains("Firefox on Linux");
    }

    @Test
    void a_backend_may_exchange_with_its_own_key_and_a_page_at_a_host_name_of_the_tenants_with_none() {
        String token = issuer.token(KEY, "alice");
        done(OAuthClient.of(acme.backend()).exchange(token));
        done(SERVER.operator().put(acme.path("/hosts/localhost"), "{}"));
        URI named = URI.create("http://localhost:" + SERVER.url().getPort());

        done(new OAuthClient(named, "", "").exchange(token));

        done(SERVER.operator().delete(acme.path("/hosts/localhost")));
        said(new OAuthClient(named, "", "").exchange(token), 401, "invalid_client", "unauthenticated");
    }

    @Test
    void whoever_is_not_the_tenants_is_refused_as_oauth_says_it() {
        String token = issuer.token(KEY, "alice");

        said(new OAuthClient(SERVER.url(), "", "").exchange(token), 401, "invalid_client", "unauthenticated");
        said(
                new OAuthClient(SERVER.url(), "sd_pub_" + "A".repeat(49), page.origin()).exchange(token),
                401,
                "invalid_client",
                "unauthenticated");
        said(
                new OAuthClient(page.node(), page.key(), "https://evil.example").exchange(token),
                400,
                "unauthorized_client",
                "origin_not_allowed");
        said(OAuthClient.of(SERVER.operator()).exchange(token), 400, "unauthorized_client", "forbidden");
    }

    @ParameterizedTest
    @CsvSource({
        "grant_type, '', invalid_request, malformed_request",
        "grant_type, authorization_code, unsupported_grant_type, invalid_request",
        "subject_token, '', invalid_request, malformed_request",
        "subject_token, eyJ.eyJ.x, invalid_request, invalid_request",
        "subject_token_type, '', invalid_request, malformed_request",
        "subject_token_type, urn:ietf:params:oauth:token-type:saml2, invalid_request, invalid_request",
        "requested_token_type, urn:ietf:params:oauth:token-type:id_token, invalid_request, invalid_request",
        "audience, somebody, invalid_target, invalid_request",
        "resource, https://api.example.com, invalid_target, invalid_request",
        "actor_token, x, invalid_request, invalid_request",
        "device, 'a\u0007b', invalid_request, invalid_request",
    })
    void a_request_that_is_not_right_is_refused_as_oauth_says_it(String name, String value, String error, String code) {
        said(page.exchange(issuer.token(KEY, "alice"), name, value), 400, error, code);
    }

    @Test
    void so_are_repeated_parameters_other_bodies_and_too_much_of_anything() {
        String token = issuer.token(KEY, "alice");
        String form = "grant_type=" + OAuthClient.EXCHANGE + "&subject_token_type=" + OAuthClient.ID_TOKEN
                + "&subject_token=" + token;
        String urlEncoded = "application/x-www-form-urlencoded";

        done(page.send(urlEncoded, form + "&scope=openid&made_up=1&requested_token_type="));
        said(page.send(urlEncoded, form + "&subject_token=" + token), 400, "invalid_request", "invalid_request");
        said(page.send("application/json", "{}"), 400, "invalid_request", "unsupported_media_type");
        said(page.send(urlEncoded, form + "x".repeat(9_000)), 400, "invalid_request", "invalid_request");
        said(page.send(urlEncoded, "x".repeat(40_000)), 400, "invalid_request", "payload_too_large");
    }

    @Test
    void another_tenants_issuer_vouches_for_nobody_here() {
        try (TestTenant globex = new TestTenant(SERVER, "globex-" + number, CLOCK);
                TestIssuer theirs = new TestIssuer(CLOCK).publishes(KEY)) {
            said(
                    OAuthClient.of(globex.page()).exchange(issuer.token(KEY, "alice")),
                    400,
                    "invalid_request",
                    "invalid_request");
            said(page.exchange(theirs.token(KEY, "alice")), 400, "invalid_request", "invalid_request");

            done(trust(globex, "their-client"));
            said(
                    OAuthClient.of(globex.page()).exchange(issuer.token(KEY, "alice")),
                    400,
                    "invalid_request",
                    "invalid_request");
            assertThat(globex.audited("session.create")).isEmpty();
        }
    }

    @Test
    void an_issuer_that_is_no_longer_trusted_is_refused_on_every_node_and_its_sessions_end() {
        URI other = SERVER.startAnotherNode();
        String token = issuer.token(KEY, "alice");
        Answer session = done(page.at(other).exchange(token));
        Answer opened = done(acme.backend().post("/api/v1/sessions", "{\"user_id\":\"alice\"}"));
        done(refresh(other, session));

        done(acme.backend().delete("/api/v1/oidc-issuers/corporate"));

        said(page.at(other).exchange(token), 400, "invalid_request", "invalid_request");
        said(page.exchange(token), 400, "invalid_request", "invalid_request");
        refused(refresh(other, session), 401, "unauthenticated");
        assertThat(acme.audited("oidc_issuer.delete")
                        .getFirst()
                        .path("sessions_ended")
                        .asInt())
                .isEqualTo(1);
        done(new Caller(other, Secret.of(opened.at("/session_token"))).post("/api/auth/refresh"));
    }

    @Test
    void so_do_they_when_it_is_trusted_for_less_but_not_when_for_more() {
        Answer session = done(page.exchange(issuer.token(KEY, "alice")));
        String both =
                "{\"issuer\":\"%s\",\"audiences\":[\"%s\",\"shop-app\"]}".formatted(issuer.url(), TestIssuer.CLIENT);
        done(acme.backend().put("/api/v1/oidc-issuers/corporate", both));
        done(refresh(SERVER.url(), session));

        done(trust(acme, "shop-app"));

        refused(refresh(SERVER.url(), session), 401, "unauthenticated");
        said(page.exchange(issuer.token(KEY, "alice")), 400, "invalid_request", "invalid_request");
    }

    @Test
    void a_session_ends_with_the_key_that_it_came_by_and_a_revoked_user_gets_none() {
        String made = "{\"kind\":\"publishable\",\"name\":\"p\",\"origins\":[\"https://shop.example\"]}";
        Answer key = done(acme.backend().post("/api/v1/api-keys", made));
        Answer session = done(new OAuthClient(SERVER.url(), key.at("/key"), "https://shop.example")
                .exchange(issuer.token(KEY, "alice")));
        done(refresh(SERVER.url(), session));

        done(acme.backend().delete("/api/v1/api-keys/" + key.at("/api_key/id")));
        refused(refresh(SERVER.url(), session), 401, "unauthenticated");

        done(acme.backend().post("/api/v1/users/alice/revoke"));
        said(page.exchange(issuer.token(KEY, "alice")), 400, "invalid_request", "user_revoked");
        done(page.exchange(issuer.token(KEY, "bob")));
    }

    @Test
    void a_rotated_key_works_at_once_and_the_old_one_no_longer() {
        JWK next = TestIssuer.rsa("two");
        done(page.exchange(issuer.token(KEY, "alice")));
        issuer.publishes(next);
        CLOCK.turn(HeldKeys.APART);

        done(page.exchange(issuer.token(next, "alice")));
        said(page.exchange(issuer.token(KEY, "alice")), 400, "invalid_request", "invalid_request");
    }

    @Test
    void an_issuer_that_is_down_is_an_outage_unless_its_keys_are_known() {
        issuer.answersForKeys(exchange -> TestIssuer.answer(exchange, 503, ""));
        Answer down = page.exchange(issuer.token(KEY, "alice"));
        said(down, 503, "temporarily_unavailable", "provider_unavailable");
        assertThat(down.headers().firstValue("retry-after")).isPresent();

        issuer.answersForKeys(exchange -> TestIssuer.answer(
                exchange, 200, "{\"keys\":[" + KEY.toPublicJWK().toJSONString() + "]}"));
        CLOCK.turn(HeldKeys.APART);
        done(page.exchange(issuer.token(KEY, "alice")));
        issuer.answersForKeys(exchange -> TestIssuer.answer(exchange, 503, ""));
        CLOCK.turn(Duration.ofHours(5));
        done(page.exchange(issuer.token(KEY, "alice")));
    }

    @Test
    void keys_at_another_url_need_no_discovery() {
        issuer.answersForDiscovery(exchange -> TestIssuer.answer(exchange, 404, ""));
        String body = "{\"issuer\":\"%s\",\"audiences\":[\"%s\"],\"jwks_url\":\"%s/keys?tenant=1\"}"
                .formatted(issuer.url(), TestIssuer.CLIENT, issuer.url());
        done(acme.backend().put("/api/v1/oidc-issuers/corporate", body));

        done(page.exchange(issuer.token(KEY, "alice")));
    }

    @Test
    void a_suspended_tenants_page_is_told_so() {
        done(SERVER.operator().post(acme.path("/suspend")));

        said(page.exchange(issuer.token(KEY, "alice")), 400, "invalid_request", "tenant_suspended");
    }

    @Test
    void parameters_of_one_request_are_read_from_a_form_of_parts_too() {
        Map<String, String> parameters = OAuthClient.parameters(issuer.token(KEY, "alice"));
        StringBuilder body = new StringBuilder();
        parameters.forEach((name, value) -> body.append("--b\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));

        done(page.send("multipart/form-data; boundary=b", body + "--b--\r\n"));
    }
}
