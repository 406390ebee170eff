// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.calls.TriggerRequest;
import dev.stagedoor.api.tenants.NewTenant;
import dev.stagedoor.client.http.ProblemException;
import dev.stagedoor.client.http.UnreachableException;
import org.junit.jupiter.api.Test;

/** What is retried when an answer is lost or the server is busy, and what is not. */
class RepeatingTest {
    private static final String TENANT =
            "{\"id\":\"ten_1\",\"slug\":\"acme\",\"name\":\"Acme\",\"since_version_9\":{}}";
    private static final NewTenant ACME = new NewTenant("acme", "Acme", null);

    @Test
    void a_read_is_retried_once_when_its_answer_is_lost() {
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.BROKEN, ScriptedServer.json("200 OK", TENANT));
                StagedoorClient client = server.client()) {
            assertThat(client.tenants().get("acme").slug()).isEqualTo("acme");
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void a_second_lost_answer_is_reported() {
        try (ScriptedServer server = ScriptedServer.of(
                        ScriptedServer.BROKEN, ScriptedServer.BROKEN, ScriptedServer.json("200 OK", TENANT));
                StagedoorClient client = server.client()) {
            UnreachableException told = catchThrowableOfType(
                    UnreachableException.class, () -> client.tenants().get("acme"));

            assertThat(told.outcomeUnknown()).isTrue();
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void creating_a_tenant_is_retried_with_the_same_idempotency_key() {
        try (ScriptedServer server =
                        ScriptedServer.of(ScriptedServer.BROKEN, ScriptedServer.json("201 Created", TENANT));
                StagedoorClient client = server.client()) {
            client.tenants().create(ACME);

            assertThat(server.header(0, "Idempotency-Key")).hasSizeGreaterThan(20);
            assertThat(server.header(1, "Idempotency-Key")).isEqualTo(server.header(0, "Idempotency-Key"));
        }
    }

    @Test
    void two_creations_have_two_idempotency_keys() {
        String created = ScriptedServer.json("201 Created", TENANT);
        try (ScriptedServer server = ScriptedServer.of(created, created);
                StagedoorClient client = server.client()) {
            client.tenants().create(ACME);
            client.tenants().create(ACME);

            assertThat(server.header(1, "Idempotency-Key")).isNotEqualTo(server.header(0, "Idempotency-Key"));
        }
    }

    @Test
    void a_trigger_is_retried_with_the_same_idempotency_key() {
        try (ScriptedServer server = ScriptedServer.of(
                        ScriptedServer.BROKEN, ScriptedServer.json("201 Created", "{\"call_id\":\"call_1\"}"));
                StagedoorClient client = server.client()) {
            TriggerRequest call = new TriggerRequest("demo", null, "alice", null, null, null, null, null, null, null);

            assertThat(client.calls().trigger(call).callId()).isEqualTo("call_1");
            assertThat(server.header(0, "Idempotency-Key")).hasSizeGreaterThan(20);
            assertThat(server.header(1, "Idempotency-Key")).isEqualTo(server.header(0, "Idempotency-Key"));
        }
    }

    @Test
    void creating_an_agent_is_retried_with_the_same_idempotency_key() {
        try (ScriptedServer server = ScriptedServer.of(
                        ScriptedServer.BROKEN, ScriptedServer.json("201 Created", "{\"slug\":\"demo\"}"));
                StagedoorClient client = server.client()) {
            AgentDefinition agent =
                    new AgentDefinition("demo", "Demo", "demo-worker", null, null, null, null, null, null, null);

            assertThat(client.agents().create(agent).slug()).isEqualTo("demo");
            assertThat(server.header(1, "Idempotency-Key")).isEqualTo(server.header(0, "Idempotency-Key"));
        }
    }

    @Test
    void destructive_requests_are_not_retried() {
        try (ScriptedServer server =
                        ScriptedServer.of(ScriptedServer.BROKEN, ScriptedServer.json("204 No Content", ""));
                StagedoorClient client = server.client()) {
            UnreachableException told = catchThrowableOfType(
                    UnreachableException.class, () -> client.sharedServers().unshare("wss://livekit.example.com"));

            assertThat(told.outcomeUnknown()).isTrue();
            assertThat(server.requests())
                    .singleElement()
                    .asString()
                    .startsWith("DELETE /api/v1/shared-servers?server_url=wss%3A%2F%2Flivekit.example.com ");
        }
    }

    @Test
    void a_busy_server_is_retried_after_its_retry_after() {
        try (ScriptedServer server = ScriptedServer.of(
                        ScriptedServer.problem(503, "Retry-After: 1\r\n", "busy"),
                        ScriptedServer.json("200 OK", TENANT));
                StagedoorClient client = server.client()) {
            assertThat(client.tenants().get("acme").name()).isEqualTo("Acme");
        }
    }

    @Test
    void a_long_retry_after_is_not_waited_for() {
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.problem(503, "Retry-After: 3600\r\n", "busy"));
                StagedoorClient client = server.client()) {
            ProblemException told = catchThrowableOfType(
                    ProblemException.class, () -> client.tenants().get("acme"));

            assertThat(told.retryAfter())
                    .hasValueSatisfying(after -> assertThat(after).hasHours(1));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void a_rejection_is_not_retried() {
        try (ScriptedServer server =
                        ScriptedServer.of(ScriptedServer.problem(429, "Retry-After: 1\r\n", "rate_limited"));
                StagedoorClient client = server.client()) {
            assertThatThrownBy(() -> client.tenants().get("acme")).isInstanceOf(ProblemException.class);
            assertThat(server.requests()).hasSize(1);
        }
    }
}
