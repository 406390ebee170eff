// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.evidence.VerificationView;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.client.evidence.Evidence;
import dev.stagedoor.client.evidence.SignedEvidence;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("S1: evidence outlasts the key that signed it, and the platform signs nothing that it did not find")
@Tag("slow")
class OldEvidenceTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static int number;

    private TestTenant acme;
    private Evidence evidence;
    private VerificationView found;

    @BeforeEach
    void verify() {
        acme = new TestTenant(SERVER, "acme-" + ++number);
        evidence = acme.client().evidence();
        found = evidence.verify();
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The stored evidence is replaced by that. */
    private void store(String jws) {
        SERVER.sql("UPDATE verifications SET jws = '" + jws + "' WHERE verification_id = '" + found.id() + "'");
    }

    private static void rotate() {
        done(SERVER.operator().post("/api/v1/signing-keys/rotate"));
    }

    /** The key that signed has ended, and was replaced twice. */
    private static void end() {
        rotate();
        SERVER.sql("UPDATE signing_keys SET ends_at = now() - interval '1 hour' WHERE ends_at IS NOT NULL;"
                + " UPDATE signing_keys SET signs_from = now() WHERE ends_at IS NULL");
        rotate();
    }

    @Test
    void a_text_in_the_place_of_evidence_is_not_signed() {
        String token = part("{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"sig_nobodys\"}") + "."
                + part("{\"sub\":\"somebody\"}") + ".AAAA";
        store(token);

        assertThat(evidence.signed(found.id()).jws()).isEqualTo(token);
    }

    @Test
    void evidence_that_was_altered_is_not_signed_when_its_key_has_ended() {
        String jws = evidence.signed(found.id()).jws();
        String altered = jws.substring(0, jws.indexOf('.') + 1)
                + part("{\"passed\":true}")
                + jws.substring(jws.lastIndexOf('.'));
        store(altered);
        end();

        assertThat(evidence.signed(found.id()).jws()).isEqualTo(altered);
    }

    @Test
    void evidence_is_signed_anew_when_its_key_has_ended() {
        String before = evidence.signed(found.id()).jws();
        end();

        String file = evidence.file(found.id());

        assertThat(file).doesNotContain(before);
        assertThat(SignedEvidence.verify(file, evidence.keys()))
                .isInstanceOfSatisfying(
                        SignedEvidence.Genuine.class,
                        genuine -> assertThat(genuine.evidence()).isEqualTo(found));
    }
}
