// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName(
        "A token that is not this tenant's, or not good, is not refreshed, and is not repeated when it is looked into"
                + " (T3)")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadTokensTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    private TestTenant acme;
    private TestTenant globex;

    @BeforeAll
    void two_tenants() {
        acme = new TestTenant(SERVER, "acme");
        globex = new TestTenant(SERVER, "globex");
    }

    @AfterAll
    void close() {
        acme.close();
        globex.close();
    }

    /** A token, and what inspecting it reports. */
    record Bad(String what, String token, String signature, String tenant) {
        @Override
        public String toString() {
            return what;
        }
    }

    private List<Bad> bad() {
        return Stream.of(others(), unsigned(), signed()).flatMap(List::stream).toList();
    }

    private List<Bad> others() {
        String good = done(acme.token("{\"room_name\":\"hall\",\"participant_identity\":\"alice\"}"))
                .at("/participant_token");
        String[] parts = good.split("\\.", -1);
        String globexs = done(globex.token("{}")).at("/participant_token");
        String forged = signed(HS256, inTenMinutes(), "not-the-secret-of-acme-at-all-1234567");
        String altered = parts[0] + "." + encoded(inTenMinutes()) + "." + parts[2];
        return List.of(
                new Bad("globex's", globexs, "unknown_key", "foreign"),
                new Bad("forged with another secret", forged, "wrong", "foreign"),
                new Bad("altered after it was signed", altered, "wrong", "foreign"),
                new Bad("without its signature", parts[0] + "." + parts[1] + ".", "wrong", "foreign"));
    }

    private List<Bad> unsigned() {
        String none = "{\"alg\":\"none\"}";
        String claims = inTenMinutes();
        return List.of(
                new Bad("alg none", encoded(none) + "." + encoded(claims) + ".", "wrong", "foreign"),
                new Bad("alg none, and signed", signed(none, claims, acme.secret()), "wrong", "foreign"),
                new Bad(
                        "HS512 by its header",
                        signed("{\"alg\":\"HS512\"}", claims, acme.secret()),
                        "wrong",
                        "foreign"),
                new Bad("no token", "not.a.token", "unreadable", "foreign"),
                new Bad("no token at all", "x", "unreadable", "foreign"));
    }

    private List<Bad> signed() {
        long now = Instant.now().getEpochSecond();
        String over = claims("APIacme", "acme.hall", now - 3600);
        String endless = inTenMinutes().replace("\"exp\"", "\"end\"");
        String room = claims("APIacme", "globex.hall", now + 600);
        String issuer = claims("APIglobex", "acme.hall", now + 600);
        return List.of(
                new Bad("expired", signed(HS256, over, acme.secret()), "valid", "own"),
                new Bad("without an end", signed(HS256, endless, acme.secret()), "valid", "own"),
                new Bad("for another tenant's room", signed(HS256, room, acme.secret()), "valid", "foreign"),
                new Bad("under globex's key id", signed(HS256, issuer, acme.secret()), "unknown_key", "foreign"));
    }

    private static String inTenMinutes() {
        return claims("APIacme", "acme.hall", Instant.now().getEpochSecond() + 600);
    }

    @ParameterizedTest
    @MethodSource("bad")
    void a_token_that_is(Bad bad) {
        Stored before = Stored.in(SERVER);
        String body = "{\"token\":\"" + bad.token() + "\"}";

        Answer refreshed = refused(acme.backend().post("/api/v1/tokens/refresh", body), 422, "invalid_request");
        Answer inspected = done(acme.backend().post("/api/v1/tokens/inspect", body));

        assertThat(refreshed.at("/errors/0/field")).isEqualTo("token");
        assertThat(inspected.json().path("valid").asBoolean(true)).isFalse();
        assertThat(inspected.at("/signature")).as("%s", inspected).isEqualTo(bad.signature());
        assertThat(inspected.at("/tenant")).as("%s", inspected).isEqualTo(bad.tenant());
        if (bad.token().length() > 20) {
            assertThat(refreshed.json() + "" + inspected.json()).doesNotContain(bad.token());
        }
        assertThat(Stored.in(SERVER)).isEqualTo(before);
    }

    private static String claims(String issuer, String room, long end) {
        return "{\"iss\":\"%s\",\"sub\":\"alice\",\"nbf\":%d,\"exp\":%d,\"video\":{\"room\":\"%s\",\"roomJoin\":true}}"
                .formatted(issuer, end - 7200, end, room);
    }

    private static String signed(String header, String claims, String secret) {
        String text = encoded(header) + "." + encoded(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return text + "."
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
