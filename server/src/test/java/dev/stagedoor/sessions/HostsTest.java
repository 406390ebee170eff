// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Operators register the host names at which tenants' users sign in (I5)")
class HostsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static int number;

    private TestTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "hosts-" + ++number);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private Caller operator() {
        return SERVER.operator();
    }

    private String path(String host) {
        return "/api/v1/tenants/" + acme.slug() + "/hosts/" + host;
    }

    @Test
    void a_host_name_is_registered_once_listed_and_removed() {
        Answer first = done(operator().put(path("App" + number + ".Example.com"), ""));
        Answer again = done(operator().put(path("app" + number + ".example.com"), ""));

        assertThat(again.json()).isEqualTo(first.json());
        assertThat(first.at("/host")).isEqualTo("app" + number + ".example.com");
        assertThat(done(operator().get("/api/v1/tenants/" + acme.slug() + "/hosts"))
                        .json()
                        .findValuesAsText("host"))
                .hasSize(1);
        done(operator().delete(path("app" + number + ".example.com")));
        refused(operator().delete(path("app" + number + ".example.com")), 404, "not_found");
        assertThat(acme.audited("host.register")).hasSize(1);
    }

    @Test
    void one_is_no_other_tenants_meanwhile() {
        done(operator().put(path("one" + number + ".example.com"), ""));
        try (TestTenant globex = new TestTenant(SERVER, "hosts-others-" + number)) {
            String theirs = "/api/v1/tenants/" + globex.slug() + "/hosts/one" + number + ".example.com";
            refused(operator().put(theirs, ""), 409, "conflict");
            refused(operator().delete(theirs), 404, "not_found");
        }
    }

    @Test
    void a_tenant_registers_none_itself_and_what_is_no_name_is_refused() {
        refused(acme.backend().put(path("mine.example.com"), ""), 403, "forbidden");
        for (String wrong :
                new String[] {"app.example.com:443", "-a.example.com", "a..example.com", "app_1.example.com"}) {
            assertThat(refused(operator().put(path(wrong), ""), 422, "invalid_request")
                            .fields())
                    .containsExactly("host");
        }
    }
}
