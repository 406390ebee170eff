// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.livekit.RealServer;
import dev.stagedoor.projects.ProjectsConfig;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A credential counts when its own real server has taken it, and belongs to one tenant (I1, I3)")
class CredentialsTest {
    private static final RealServer PLATFORM = RealServer.start();

    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(CredentialsTest::withPlatform);

    private static int number;

    private final String acme = "acme-" + ++number;
    private final String globex = "globex-" + number;
    private final RealServer first = RealServer.start();
    private final RealServer second = RealServer.start();

    private static AppConfig withPlatform(AppConfig usual) {
        return TestConfig.with(
                usual, new ProjectsConfig(PLATFORM.url(), PLATFORM.key(), Secret.of(PLATFORM.secret()), false));
    }

    @BeforeEach
    void two_tenants() {
        List.of(acme, globex)
                .forEach(slug ->
                        done(operator().post("/api/v1/tenants", "{\"slug\":\"%s\",\"name\":\"T\"}".formatted(slug))));
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @AfterAll
    static void closePlatform() {
        PLATFORM.close();
    }

    private static Caller operator() {
        return SERVER.operator();
    }

    private static Answer put(String slug, String url, String key, String secret) {
        return operator()
                .put(
                        "/api/v1/tenants/" + slug + "/credentials/livekit",
                        "{\"server_url\":\"%s\",\"api_key\":\"%s\",\"api_secret\":\"%s\"}".formatted(url, key, secret));
    }

    private static Answer put(String slug, RealServer livekit) {
        return put(slug, livekit.url(), livekit.key(), livekit.secret());
    }

    private static List<String> states(String slug) {
        return operator()
                .get("/api/v1/tenants/" + slug + "/credentials")
                .json()
                .path("items")
                .valueStream()
                .map(item -> item.path("state").asText())
                .toList();
    }

    private static void notIsolated(Answer answer, String... fields) {
        refused(answer, 409, "credential_not_isolated");
        assertThat(answer.json()
                        .path("errors")
                        .valueStream()
                        .map(error -> error.path("field").asText()))
                .containsExactly(fields);
        assertThat(answer.json().toString()).doesNotContain("acme", "globex", "platform", "ten_");
    }

    @Test
    void one_that_its_server_takes_is_active_and_its_secret_is_not_shown() {
        Answer active = done(put(acme, first));

        assertThat(active.at("/state")).isEqualTo("active");
        assertThat(active.at("/verified_at")).isNotEmpty();
        assertThat(active.json().toString()).doesNotContain(first.secret());
    }

    @Test
    void a_wrong_secret_is_rejected_and_nothing_of_it_is_kept_from_the_tenant_whose_project_it_is() {
        refused(put(acme, first.url(), first.key(), second.secret()), 422, "credential_rejected");

        assertThat(states(acme)).containsExactly("failed");
        refused(token(acme), 422, "credential_missing");
        assertThat(done(put(globex, first)).at("/state")).isEqualTo("active");
        assertThat(done(put(acme, second)).at("/state")).as("nor the secret").isEqualTo("active");
    }

    @Test
    void one_that_worked_goes_on_working_when_a_wrong_one_is_put_after_it() {
        done(put(acme, first));

        refused(put(acme, first.url(), first.key(), second.secret()), 422, "credential_rejected");

        assertThat(states(acme)).containsExactlyInAnyOrder("active", "failed");
        assertThat(done(token(acme)).at("/server_url")).endsWith(":" + first.port());
    }

    @Test
    void what_is_another_tenants_is_named_by_its_part_and_not_by_its_owner() {
        done(put(acme, first));

        notIsolated(put(globex, first), "server_url", "api_key", "api_secret");
        notIsolated(put(globex, first.url(), second.key(), second.secret()), "server_url");
        notIsolated(put(globex, second.url(), second.key(), first.secret()), "api_secret");
        String asWebSocket = first.url().replace("http://", "WS://") + "/";
        notIsolated(put(globex, asWebSocket, first.key(), first.secret()), "server_url", "api_key", "api_secret");
        assertThat(states(globex)).isEmpty();
    }

    @Test
    void no_part_of_the_platforms_own_project_is_ever_a_tenants() {
        notIsolated(put(acme, PLATFORM), "server_url", "api_key", "api_secret");
        notIsolated(put(acme, PLATFORM.url(), first.key(), first.secret()), "server_url");
        notIsolated(put(acme, first.url(), PLATFORM.key(), first.secret()), "api_key");
        notIsolated(put(acme, first.url(), first.key(), PLATFORM.secret()), "api_secret");
    }

    @Test
    void a_server_that_an_operator_shares_is_refused_to_nobody_for_its_url() {
        done(put(acme, first));
        done(operator().put("/api/v1/shared-servers", "{\"server_url\":\"%s\"}".formatted(first.url())));

        notIsolated(put(globex, first), "api_key", "api_secret");
        refused(put(globex, first.url(), second.key(), second.secret()), 422, "credential_rejected");
    }

    private static Answer token(String slug) {
        return operator().post("/api/v1/tenants/" + slug + "/tokens", "{}");
    }
}
