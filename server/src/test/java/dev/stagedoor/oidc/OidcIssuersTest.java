// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.Scope;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
@DisplayName("A tenant says which identity providers vouch for its users (I4, I8)")
class OidcIssuersTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String PATH = "/api/v1/oidc-issuers/";
    private static final String ISSUER = "https://login.example.com/";
    private static int number;

    private TestTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "issuers-" + ++number);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private Answer put(String name, String issuer) {
        return acme.backend()
                .put(PATH + name, "{\"issuer\":\"%s\",\"audiences\":[\"web\",\"web\",\"app\"]}".formatted(issuer));
    }

    @Test
    void one_is_put_shown_listed_and_deleted() {
        Answer made = done(put("corporate", ISSUER));
        done(put("another", "https://accounts.example.org"));

        Answer shown = done(acme.backend().get(PATH + "corporate"));
        assertThat(shown.json()).isEqualTo(made.json());
        assertThat(shown.at("/issuer")).isEqualTo(ISSUER);
        assertThat(shown.json().at("/audiences").toString()).isEqualTo("[\"web\",\"app\"]");
        assertThat(shown.at("/user_claim")).isEqualTo("sub");
        assertThat(shown.json().at("/algorithms")).hasSize(10);
        Answer first = done(acme.backend().get("/api/v1/oidc-issuers?limit=1"));
        assertThat(first.at("/items/0/name")).isEqualTo("another");
        assertThat(done(SERVER.operator().get(acme.path("/oidc-issuers?after=" + first.at("/next"))))
                        .at("/items/0/name"))
                .isEqualTo("corporate");

        done(acme.backend().delete(PATH + "corporate"));
        refused(acme.backend().get(PATH + "corporate"), 404, "not_found");
        refused(acme.backend().delete(PATH + "corporate"), 404, "not_found");
        assertThat(acme.audited("oidc_issuer.put")).hasSize(2);
        assertThat(acme.audited("oidc_issuer.delete")).hasSize(1);
    }

    @Test
    void a_key_needs_the_scope_of_credentials() {
        String body = "{\"issuer\":\"" + ISSUER + "\",\"audiences\":[\"web\"]}";

        refused(
                SERVER.with(acme.key(List.of(Scope.SESSIONS_WRITE))).put(PATH + "corporate", body),
                403,
                "insufficient_scope");
        done(SERVER.with(acme.key(List.of(Scope.CREDENTIALS_WRITE))).put(PATH + "corporate", body));
    }

    @Test
    void another_tenants_is_one_that_does_not_exist() {
        done(put("corporate", ISSUER));
        try (TestTenant globex = new TestTenant(SERVER, "others-" + number)) {
            refused(globex.backend().get(PATH + "corporate"), 404, "not_found");
            refused(globex.backend().delete(PATH + "corporate"), 404, "not_found");
            assertThat(done(globex.backend().get("/api/v1/oidc-issuers")).json().at("/items"))
                    .isEmpty();
            done(globex.backend()
                    .put(PATH + "theirs", "{\"issuer\":\"" + ISSUER + "\",\"audiences\":[\"their-client\"]}"));
        }
        done(acme.backend().get(PATH + "corporate"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'issuer':'http://login.example.com','audiences':['a']}                    | issuer",
                "{'issuer':'login.example.com','audiences':['a']}                           | issuer",
                "{'issuer':'https://u:p@login.example.com','audiences':['a']}               | issuer",
                "{'issuer':'https://login.example.com?x=1','audiences':['a']}               | issuer",
                "{'issuer':'https://login.example.com#x','audiences':['a']}                 | issuer",
                "{'issuer':'https://exa mple.com','audiences':['a']}                        | issuer",
                "{'issuer':'ftp://login.example.com','audiences':['a']}                     | issuer",
                "{'audiences':['a']}                                                        | issuer",
                "{'issuer':'https://l.example.com','audiences':[]}                          | audiences",
                "{'issuer':'https://l.example.com'}                                         | audiences",
                "{'issuer':'https://l.example.com','audiences':['a'],'jwks_url':'http://x'} | jwks_url",
                "{'issuer':'https://l.example.com','audiences':['a'],'algorithms':['HS256']}| algorithms[0]",
                "{'issuer':'https://l.example.com','audiences':['a'],'algorithms':['none']} | algorithms[0]",
                "{'issuer':'https://l.example.com','audiences':['a'],'user_claim':''}       | user_claim",
                "{'issuer':'https://l.example.com','audiences':['a'],'client_secret':'x'}   | client_secret",
            })
    void what_is_wrong_with_one_is_said_by_field(String body, String field) {
        Answer answer =
                refused(acme.backend().put(PATH + "corporate", body.replace('\'', '"')), 422, "invalid_request");

        assertThat(answer.fields()).containsOnly(field);
    }

    @ParameterizedTest
    @CsvSource({"https://169.254.169.254", "https://10.0.0.1", "https://192.168.1.1:8443/auth", "https://[fd00::1]"})
    void an_address_inside_is_refused_at_once(String issuer) {
        assertThat(refused(put("corporate", issuer), 422, "address_not_allowed").fields())
                .containsExactly("issuer");
    }

    @Test
    void a_name_is_plain_an_issuer_has_one_and_a_tenant_has_twenty() {
        refused(put("Corporate", ISSUER), 422, "invalid_request");
        refused(put("-", ISSUER), 422, "invalid_request");
        done(put("n0", ISSUER));
        done(put("n0", ISSUER));
        refused(put("again", ISSUER), 409, "conflict");
        for (int i = 1; i < 20; i++) {
            done(put("n" + i, "https://login-" + i + ".example.com"));
        }

        refused(put("n20", "https://login-20.example.com"), 409, "conflict");
        done(put("n7", "https://login-20.example.com"));
    }

    @Test
    void a_deleted_tenants_are_erased() {
        done(put("corporate", ISSUER));
        String id = acme.id();

        done(SERVER.operator().delete(acme.path("")));

        assertThat(SERVER.column("SELECT name FROM oidc_issuers WHERE tenant_id = '" + id + "'"))
                .isEmpty();
    }
}
