// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("What was taken away is refused from the very next request on (T4)")
@Tag("slow")
class WithdrawnTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String CALL = "{\"agent_slug\":\"demo\",\"user_id\":\"alice\",\"wait\":\"none\"}";
    private static int number;

    private TestTenant acme;

    @BeforeEach
    void aTenantThatIsServed() {
        acme = new TestTenant(SERVER, "acme-" + ++number).withAgent("demo", "{}");
        done(acme.token("{}"));
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @RepeatedTest(5)
    void a_suspended_tenant_is_served_again_when_it_is_resumed() {
        String old = done(acme.token("{}")).at("/participant_token");

        done(SERVER.operator().post(acme.path("/suspend")));
        refused(acme.token("{}"), 403, "tenant_suspended");
        refused(acme.trigger(CALL), 403, "tenant_suspended");
        refused(
                acme.backend().post("/api/v1/tokens/refresh", Json.text(Map.of("token", old))),
                403,
                "tenant_suspended");
        refused(SERVER.operator().post(acme.path("/tokens"), "{}"), 403, "tenant_suspended");
        refused(SERVER.operator().post(acme.path("/trigger"), CALL), 403, "tenant_suspended");

        done(SERVER.operator().post(acme.path("/resume")));
        done(acme.token("{}"));
        done(acme.trigger(CALL));
    }

    @RepeatedTest(5)
    void a_revoked_user_and_nobody_else_is_kept_out() {
        done(acme.token("{\"participant_identity\":\"alice\"}"));

        done(acme.backend().post("/api/v1/users/alice/revoke"));
        refused(acme.token("{\"participant_identity\":\"alice\"}"), 403, "user_revoked");
        refused(acme.trigger(CALL), 403, "user_revoked");
        done(acme.token("{\"participant_identity\":\"bob\"}"));

        done(acme.backend().post("/api/v1/users/alice/reinstate"));
        done(acme.trigger(CALL));
    }

    @RepeatedTest(5)
    void a_revoked_key_is_no_key() {
        Caller other = SERVER.with(acme.key(List.of(Scope.TOKENS_MINT)));
        done(other.post("/api/v1/tokens", "{}"));
        List<String> keys =
                acme.backend().get("/api/v1/api-keys").json().path("items").findValuesAsText("id");

        done(acme.backend().delete("/api/v1/api-keys/" + keys.getLast()));
        refused(other.post("/api/v1/tokens", "{}"), 401, "unauthenticated");
        done(acme.token("{}"));
    }

    @RepeatedTest(5)
    void a_policy_that_was_cut_is_cut() {
        String metadata = "{\"grants\":{\"can_update_own_metadata\":true}}";
        acme.policy("{\"grants\":[\"can_publish\",\"can_update_own_metadata\"],\"agents\":[\"*\"]}");
        done(acme.token(metadata));

        acme.policy("{\"grants\":[\"can_publish\"],\"agents\":[\"other\"],\"max_ttl\":60}");
        refused(acme.token(metadata), 422, "not_permitted_by_policy");
        refused(acme.token("{\"ttl\":61}"), 422, "not_permitted_by_policy");
        assertThat(refused(acme.trigger(CALL), 422, "not_permitted_by_policy").fields())
                .containsExactly("agent_slug");
    }

    @Test
    void a_revoked_credential_is_missing_until_another_is_put() {
        String old = done(acme.token("{}")).at("/participant_token");

        done(SERVER.operator().post(acme.path("/credentials/livekit/revoke"), "{}"));
        assertThat(refused(acme.token("{}"), 422, "credential_missing").at("/detail"))
                .contains("livekit");
        refused(acme.trigger(CALL), 422, "credential_missing");
        refused(acme.backend().post("/api/v1/tokens/refresh", Json.text(Map.of("token", old))), 422, "invalid_request");

        done(acme.putCredential());
        done(acme.token("{}"));
    }

    @Test
    void a_disabled_agent_is_not_sent_for() {
        String withAgent = "{\"room_config\":{\"agents\":[{\"agent_name\":\"demo\"}]}}";
        done(acme.token(withAgent));

        done(acme.backend()
                .put("/api/v1/agents/demo", "{\"name\":\"Demo\",\"agent_name\":\"demo-worker\",\"enabled\":false}"));
        refused(acme.trigger(CALL), 422, "not_permitted_by_policy");
        assertThat(refused(acme.token(withAgent), 422, "invalid_request").fields())
                .containsExactly("room_config.agents.agent_name");
    }
}
