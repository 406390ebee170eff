// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.evidence;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.e2e.livekit.AgentWorker;
import dev.stagedoor.e2e.livekit.RealTenant;
import dev.stagedoor.livekit.RealServer;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName(
        "I1, I2: tenants are verified on real LiveKit servers, and a server that knows another tenant's key is found out")
@Tag("slow")
class VerifiedTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static RealTenant acme;
    private static RealTenant globex;
    private static AgentWorker worker;

    @BeforeAll
    static void two_tenants() {
        acme = RealTenant.telling(SERVER.operator(), "acme").withAgent("demo", "demo-agent");
        globex = RealTenant.telling(SERVER.operator(), "globex");
        worker = AgentWorker.serving(acme.livekit(), "demo-agent");
    }

    @AfterAll
    static void close() {
        worker.close();
        acme.close();
        globex.close();
    }

    private static JsonNode verified(RealTenant tenant) {
        return done(SERVER.operator().post("/api/v1/tenants/" + tenant.slug() + "/verify"))
                .json();
    }

    private static Map<String, String> outcomes(JsonNode found) {
        return found.path("checks")
                .valueStream()
                .collect(Collectors.toMap(
                        check -> check.path("name").asText(),
                        check -> check.path("outcome").asText()));
    }

    private static String seen(JsonNode found, String name) {
        return found.path("checks")
                .valueStream()
                .filter(check -> check.path("name").asText().equals(name))
                .map(check -> check.path("seen").asText())
                .collect(Collectors.joining());
    }

    @Test
    void isolated_tenants_pass_with_an_agent_and_a_webhook_until_a_server_is_given_anothers_key() {
        JsonNode found = verified(acme);
        assertThat(outcomes(found))
                .as("%s", found)
                .containsEntry("token", "passed")
                .containsEntry("own_key", "passed")
                .containsEntry("other_keys", "passed")
                .containsEntry("agent", "passed")
                .containsEntry("webhook", "passed")
                .containsEntry("clock", "passed")
                .containsEntry("refused_grants", "passed")
                .doesNotContainValue("failed");
        assertThat(verified(globex).path("passed").asBoolean()).isTrue();

        RealServer before = globex.livekit();
        before.close();
        globex.moved(before.againAlsoFor(acme.livekit()));

        JsonNode shared = verified(globex);
        assertThat(outcomes(shared)).as("%s", shared).containsEntry("other_keys", "failed");
        assertThat(seen(shared, "other_keys"))
                .contains("this server knows 1 of the keys")
                .doesNotContain("acme");
        assertThat(outcomes(verified(acme)))
                .as("whose own server knows no other")
                .containsEntry("other_keys", "passed");
    }
}
