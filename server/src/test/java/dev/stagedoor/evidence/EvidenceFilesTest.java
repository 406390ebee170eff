// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.evidence.SignedVerification;
import dev.stagedoor.api.evidence.VerificationView;
import dev.stagedoor.api.sessions.JwkSet;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.client.evidence.Evidence;
import dev.stagedoor.client.evidence.SignedEvidence;
import dev.stagedoor.client.http.WireJson;
import dev.stagedoor.kernel.TenantId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Evidence is verified by its signature alone, without the server")
@Tag("slow")
class EvidenceFilesTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static TestTenant acme;
    private static Evidence evidence;
    private static VerificationView found;

    @BeforeAll
    static void verify() {
        acme = new TestTenant(SERVER, "acme");
        evidence = acme.client().evidence();
        found = evidence.verify();
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    private static HttpResponse<String> download(String form) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        SERVER.url().resolve(acme.path("/verifications/" + found.id() + form)))
                .header("Authorization", "Bearer " + SERVER.operatorKey().revealText())
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String why(String text, JwkSet keys) {
        return SignedEvidence.verify(text, keys) instanceof SignedEvidence.Refused refused ? refused.why() : "";
    }

    @Test
    void a_file_of_either_form_is_genuine_and_says_what_was_found() throws Exception {
        JwkSet keys = evidence.keys();
        for (String file : List.of(evidence.file(found.id()), download(".jws").body())) {
            assertThat(SignedEvidence.verify(file, keys))
                    .isInstanceOfSatisfying(
                            SignedEvidence.Genuine.class,
                            genuine -> assertThat(genuine.evidence()).isEqualTo(found));
        }
    }

    @Test
    void what_is_shown_must_be_what_was_signed() {
        String file = evidence.file(found.id());
        assertThat(file).contains("\"tenant\":\"acme\"");

        assertThat(why(file.replace("\"tenant\":\"acme\"", "\"tenant\":\"globex\""), evidence.keys()))
                .contains("not what was signed");
        assertThat(why(file.replaceFirst("\\{", "{\"evidence\":{\"passed\":true},"), evidence.keys()))
                .as("shown twice")
                .contains("no evidence");
    }

    @Test
    void a_key_without_its_value_verifies_nothing() throws Exception {
        String broken = "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"%s\"}]}"
                .formatted(evidence.keys().keys().getFirst().kid());

        assertThat(why(evidence.file(found.id()), WireJson.mapper().readValue(broken, JwkSet.class)))
                .contains("signature is wrong");
    }

    @Test
    void a_signature_of_other_text_is_refused() {
        SignedVerification signed = evidence.signed(found.id());
        String jws = signed.jws();
        int place = jws.indexOf('.') + 40;
        String altered = jws.substring(0, place) + (jws.charAt(place) == 'A' ? 'B' : 'A') + jws.substring(place + 1);

        assertThat(why(altered, evidence.keys())).contains("signature is wrong");
        assertThat(why(signed.jws(), new JwkSet(List.of()))).contains("not among the keys");
        assertThat(why("hello", evidence.keys())).contains("no signed document");
        assertThat(why("{}", evidence.keys())).contains("no evidence");
    }

    @Test
    void the_page_is_whole_in_itself() throws Exception {
        HttpResponse<String> page = download(".html");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.body())
                .contains("Tenant acme", found.id(), " passed, 0 failed, ", "other keys", "prefers-color-scheme");
        assertThat(page.body()).doesNotContain("<script", "src=", "href=", acme.secret());
        assertThat(evidence.page(found.id())).isEqualTo(page.body());
    }

    @Test
    void there_are_no_other_forms() {
        refused(SERVER.operator().get(acme.path("/verifications/" + found.id() + ".pdf")), 404, "not_found");
        done(SERVER.operator().get(acme.path("/verifications/" + found.id())));
    }

    @Test
    void every_tenant_has_a_time_of_the_night_of_its_own() {
        Instant noon = Instant.parse("2027-03-01T12:00:00Z");
        TenantId tenant = new TenantId(acme.id());
        Instant next = Nightly.next(tenant, noon);

        assertThat(next).isBetween(noon.plus(Duration.ofHours(12)), noon.plus(Duration.ofHours(18)));
        assertThat(Nightly.next(tenant, next)).isEqualTo(next.plus(Duration.ofDays(1)));
    }
}
