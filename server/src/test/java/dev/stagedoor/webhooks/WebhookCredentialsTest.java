// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.webhooks;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@DisplayName("A webhook's secret is a credential like any other")
class WebhookCredentialsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String SECRET = secret("a-marked-key-of-32-bytes-of-hmac");
    private static final String MARK = SECRET.substring("whsec_".length(), 30);
    private static final String PATH = "/api/v1/credentials/webhook/";

    private static TestTenant acme;

    @BeforeAll
    static void begin() {
        acme = new TestTenant(SERVER, "acme");
    }

    @AfterAll
    static void end() {
        acme.close();
    }

    @Test
    @DisplayName("It has a name, and a new version with every put")
    void versions() {
        Answer first = done(put("orders", Map.of("secret", SECRET, "note", "order service")));
        Answer second = done(put("orders", Map.of("secret", secret("another-key-of-32-bytes-for-hmac"))));
        done(put("invoices", Map.of()));

        assertThat(first.at("/credential/kind")).isEqualTo("webhook");
        assertThat(first.at("/credential/name")).isEqualTo("orders");
        assertThat(first.at("/credential/attributes/note")).isEqualTo("order service");
        assertThat(first.at("/credential/version")).isEqualTo("1");
        assertThat(second.at("/credential/version")).isEqualTo("2");
        assertThat(second.at("/credential/id")).isEqualTo(first.at("/credential/id"));
        assertThat(done(acme.backend().get(PATH + "orders")).at("/version")).isEqualTo("2");
        assertThat(done(acme.backend().get(PATH + "invoices")).at("/version")).isEqualTo("1");
    }

    @Test
    @DisplayName("A page of the list may end between two versions of one name")
    void pages() {
        TestTenant globex = new TestTenant(SERVER, "globex");
        List.of("a", "b", "b").forEach(name -> done(globex.backend().put(PATH + name, "{}")));

        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            Answer page = done(globex.backend().get("/api/v1/credentials?limit=1" + next));
            seen.add(page.at("/items/0/kind") + page.at("/items/0/name") + page.at("/items/0/version"));
            next = "&after=" + page.at("/next");
        } while (!next.equals("&after="));

        assertThat(seen).containsExactly("livekit1", "webhooka1", "webhookb2", "webhookb1");
        globex.close();
    }

    @Test
    @DisplayName("A generated secret is only in the response to its put, which is not cached (S2, S4)")
    void generated() {
        Answer put = done(put("generated", Map.of()));

        assertThat(put.at("/secret")).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(put.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(everything())
                .contains("generated")
                .doesNotContain(put.at("/secret").substring(6, 40));
    }

    @Test
    @DisplayName("A given secret is in no response, log line, audit entry or row (S2)")
    void given() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(log);

        Answer put = done(put("given", Map.of("secret", SECRET)));
        Answer malformed = refused(put("given", Map.of("secret", SECRET + "!")), 422, "invalid_request");
        Answer revoked = done(acme.backend().post(PATH + "given/revoke", "{}"));

        root.detachAppender(log);
        assertThat(put.json().has("secret")).isFalse();
        assertThat(put + "" + malformed + revoked + everything())
                .contains("given")
                .doesNotContain(MARK);
        assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains(MARK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain-text-is-not-the-form-of-a-secret",
                "whsec_not base64 at all, and long enough!",
                "whsec_c2hvcnQ=",
                "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "whsec_"
            })
    @DisplayName("A secret that is not whsec_ and random Base64 is refused")
    void malformed(String secret) {
        assertThat(refused(put("malformed", Map.of("secret", secret)), 422, "invalid_request")
                        .fields())
                .containsExactly("secret");
        refused(acme.backend().get(PATH + "malformed"), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upper", "-first", "a.b", "%20", "a%2Fb"})
    @DisplayName("A name of the wrong form is refused")
    void names(String name) {
        assertThat(refused(put(name, Map.of()), 422, "invalid_request").fields())
                .containsExactly("name");
    }

    @Test
    @DisplayName("A webhook may be named like the last word of another route")
    void named_revoke() {
        done(put("revoke", Map.of()));

        assertThat(done(acme.backend().get(PATH + "revoke")).at("/name")).isEqualTo("revoke");
        assertThat(done(acme.backend().post(PATH + "revoke/revoke", "{}")).at("/state"))
                .isEqualTo("revoked");
    }

    @Test
    @DisplayName("Two tenants may use the same name and the same secret, and each has its own")
    void tenants() {
        TestTenant initech = new TestTenant(SERVER, "initech");
        done(put("same", Map.of("secret", SECRET)));
        done(initech.backend().put(PATH + "same", Json.text(Map.of("secret", SECRET))));

        done(initech.backend().post(PATH + "same/revoke", "{}"));

        assertThat(done(acme.backend().get(PATH + "same")).at("/state")).isEqualTo("active");
        assertThat(done(initech.backend().get(PATH + "same")).at("/state")).isEqualTo("revoked");
        initech.close();
    }

    @Test
    @DisplayName("An unknown kind and a name that was never put are not found")
    void unknown() {
        refused(acme.backend().get("/api/v1/credentials/carrier"), 404, "not_found");
        refused(acme.backend().get("/api/v1/credentials/carrier/main"), 404, "not_found");
        refused(acme.backend().post("/api/v1/credentials/carrier/revoke", "{}"), 404, "not_found");
        refused(acme.backend().get(PATH + "never-put"), 404, "not_found");
        refused(acme.backend().get("/api/v1/credentials/livekit/never-put"), 404, "not_found");
    }

    private static Answer put(String name, Map<String, String> body) {
        return acme.backend().put(PATH + name, Json.text(body));
    }

    private static String secret(String key) {
        return "whsec_" + Base64.getEncoder().encodeToString(key.getBytes(US_ASCII));
    }

    /** Everything the API lists, and the database as text. */
    private static String everything() {
        String rows = "SELECT query_to_xml('SELECT * FROM stagedoor.' || quote_ident(tablename), true, false, '')::text"
                + " FROM pg_tables WHERE schemaname = 'stagedoor'";
        return acme.backend().get("/api/v1/credentials?limit=200").toString()
                + acme.backend().get("/api/v1/audit?limit=200")
                + SERVER.column(rows);
    }
}
