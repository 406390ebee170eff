// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.projects.ProjectsConfig;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("I1: the platform's own key is asked about like any other tenant's")
@Tag("slow")
class PlatformKeyTest {
    private static final String KEY = "APIplatform";
    private static final String SECRET = "the-platforms-own-secret-of-enough-characters";
    private static final SandboxLiveKit PLATFORM =
            SandboxLiveKit.start(0, SandboxKey.of(KEY, SECRET), SandboxSettings.realTime());

    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(usual ->
            TestConfig.with(usual, new ProjectsConfig(PLATFORM.url().toString(), KEY, Secret.of(SECRET), false)));

    @AfterAll
    static void close() {
        PLATFORM.close();
    }

    private static JsonNode asked(TestTenant tenant) {
        return done(SERVER.operator().post(tenant.path("/verify")))
                .json()
                .path("checks")
                .valueStream()
                .filter(check -> check.path("name").asText().equals("other_keys"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void it_sees_nothing_of_a_tenant_on_a_server_of_its_own() {
        try (var acme = new TestTenant(SERVER, "acme")) {
            assertThat(asked(acme).path("outcome").asText()).isEqualTo("passed");
            assertThat(asked(acme).path("seen").asText()).contains("and the platform's");
        }
    }

    @Test
    void it_is_found_out_where_a_tenant_is_on_the_platforms_server() {
        try (var globex = new TestTenant(SERVER, "globex")) {
            SERVER.sql("DELETE FROM credential_fingerprints WHERE tenant_id = '" + TenantId.PLATFORM.value() + "'");
            String body =
                    Json.text(Map.of("server_url", PLATFORM.url().toString(), "api_key", KEY, "api_secret", SECRET));
            done(SERVER.operator().put(globex.path("/credentials/livekit"), body));

            assertThat(asked(globex).path("seen").asText()).contains("1 see the tenant's room");
        }
    }
}
