// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.claude.ClaudeConfig;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A lease can be asked for with a profile of its own, but never with another user's or tenant's (T4)")
class ChosenProfileTest {
    private static final SandboxClaude PROVIDER = SandboxClaude.start(0, ClaudeSettings.realTime());

    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(usual -> TestConfig.with(usual, takingLogins()));

    private static final String MODEL = "claude-haiku-4-5";
    private static final String SELECTED = "the-real-secret-of-the-selected-profile";
    private static final String SPARE = "sk-ant-api03-of-the-spare-profile-0123456789";
    private static int number;

    private TestTenant acme;
    private String selected;

    private static ClaudeConfig takingLogins() {
        ClaudeConfig usual = ClaudeConfig.usual();
        return new ClaudeConfig(
                PROVIDER.url().toString(), MODEL, true, usual.connectTimeout(), Duration.ofSeconds(20), 0);
    }

    @BeforeEach
    void aTenantWithASelectedProfile() {
        PROVIDER.accept(SELECTED);
        acme = new TestTenant(SERVER, "chosen-" + ++number);
        done(acme.backend()
                .put(
                        "/api/v1/agents/demo",
                        "{\"name\":\"Demo\",\"agent_name\":\"demo-worker\",\"model\":\"" + MODEL + "\"}"));
        selected = TeamProfile.selected(acme, PROVIDER, SELECTED);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @AfterAll
    static void stop() {
        PROVIDER.close();
    }

    /** {@code more}: further fields. */
    private Answer leaseOf(String profile, String more) {
        return acme.backend()
                .post("/api/v1/agents/demo/model-lease", "{\"profile_id\":\"" + profile + "\"" + more + "}");
    }

    /** The secret with which the provider is called by a lease. */
    private static String secretOf(Answer lease) {
        PROVIDER.calls().clear();
        done(SERVER.with(lease.at("/lease"))
                .post(
                        lease.at("/base_path") + "/v1/messages",
                        "{\"model\":\"" + MODEL
                                + "\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"));
        return PROVIDER.calls().last().key();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"user_id\":\"bob\""})
    void it_stands_for_the_named_profile_rather_than_for_the_selected_one(String user) {
        PROVIDER.accept(SPARE);
        String spare = done(acme.backend()
                        .post("/api/v1/profiles", "{\"profile_name\":\"Spare\",\"api_key\":\"" + SPARE + "\"}"))
                .at("/id");

        Answer named = done(leaseOf(spare, user));
        Answer unnamed = done(acme.backend().post("/api/v1/agents/demo/model-lease", "{}"));

        assertThat(named.at("/profile_id")).isEqualTo(spare);
        assertThat(secretOf(named)).isEqualTo(SPARE);
        assertThat(unnamed.at("/profile_id")).isEqualTo(selected);
        assertThat(secretOf(unnamed)).isEqualTo(SELECTED);
    }

    @Test
    void another_users_login_is_forbidden_and_their_own_is_for_them_alone_and_not_for_agents() {
        String token = "sk-ant-oat01-" + acme.slug();
        PROVIDER.accept(token);
        String login = done(acme.backend()
                        .post(
                                "/api/v1/import-terminal-credentials",
                                "{\"claudeAiOauth\":{\"accessToken\":\"" + token
                                        + "\",\"expiresAt\":9999999999999,\"scopes\":[\"user:inference\"]},"
                                        + "\"user_id\":\"ada\"}"))
                .at("/profile_id");

        for (String user : new String[] {"", ",\"user_id\":\"eve\""}) {
            assertThat(refused(leaseOf(login, user), 403, "forbidden").at("/detail"))
                    .isEqualTo("This profile is the login of another user.");
        }
        assertThat(refused(leaseOf(login, ",\"user_id\":\"ada\""), 403, "forbidden")
                        .at("/detail"))
                .contains("the login of a Claude plan");
        assertThat(leases()).isEqualTo("0");
    }

    @Test
    void another_tenants_profile_is_refused_as_if_it_did_not_exist() {
        try (TestTenant globex = new TestTenant(SERVER, "chosen-other-" + number)) {
            String theirs = TeamProfile.selected(globex, PROVIDER, SELECTED);

            for (String profile : new String[] {theirs, "prof_" + "0".repeat(26)}) {
                assertThat(refused(leaseOf(profile, ""), 422, "credential_missing")
                                .at("/detail"))
                        .isEqualTo("The tenant has no active anthropic credential named " + profile + ".");
            }
        }
        assertThat(leases()).isEqualTo("0");
    }

    private String leases() {
        return SERVER.column("SELECT count(*) FROM model_leases WHERE tenant_id = '" + acme.id() + "'")
                .getFirst();
    }
}
