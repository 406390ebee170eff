// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.vault.Credential;
import dev.stagedoor.vault.VaultScene;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The published key of livekit-server --dev is accepted only where the configuration is for development")
class DevelopmentKeyTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private final VaultScene scene = new VaultScene(DB);
    private final TenantId acme = scene.tenant();
    private final VaultScene.Server livekit = scene.server("devkey", "secret");
    private final VaultScene.Node development = scene.node(new ProjectsConfig("", "", Secret.of(""), true));

    @AfterEach
    void close() {
        scene.close();
    }

    private LiveKitCredentialRequest request(String key, String secret) {
        return new LiveKitCredentialRequest(livekit.url(), key, secret);
    }

    private void refused(VaultScene.Node node, String key, String secret, String field, String words) {
        assertThatThrownBy(() -> node.put(scene.keyOf(acme), acme, request(key, secret), true))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.fields()).singleElement().satisfies(fault -> {
                            assertThat(fault.name()).isEqualTo(field);
                            assertThat(fault.detail()).contains(words);
                        }));
        assertThat(scene.versions(acme)).isEmpty();
        assertThat(livekit.sandbox().calls().all()).isEmpty();
    }

    @Test
    void a_server_for_customers_refuses_it_and_says_why_and_what_to_do() {
        refused(scene.node(), "devkey", "secret", "api_key", "the published key of livekit-server --dev");
        refused(scene.node(), "devkey", "secret", "api_key", "livekit-server generate-keys");
    }

    @Test
    void in_development_it_is_accepted_and_its_version_and_its_audit_entries_say_so() {
        Credential put = development.put(scene.keyOf(acme), acme, request("devkey", "secret"), true);

        CredentialView view = development.livekit().view(put);
        assertThat(view.state()).isEqualTo("active");
        assertThat(view.warning()).contains("whoever reaches that server controls its rooms");
        assertThat(scene.versions(acme))
                .singleElement()
                .satisfies(row ->
                        assertThat(development.livekit().view(row).warning()).isEqualTo(view.warning()));
        assertThat(scene.query("SELECT detail FROM audit_entries WHERE action LIKE 'credential%' AND tenant_id = '"
                        + acme + "'"))
                .hasSize(2)
                .allMatch(detail -> detail.contains("development_key"));
    }

    @Test
    void only_with_its_own_secret_and_every_other_key_must_be_as_strong_as_ever() {
        refused(development, "devkey", VaultScene.randomSecret(), "api_key", "livekit-server --dev");
        refused(development, "APIkey", "secret", "api_secret", "at least 32");
    }

    @Test
    void a_key_of_the_tenants_own_comes_without_a_warning() {
        Credential put = scene.put(acme, scene.server());

        assertThat(scene.node().livekit().view(put).warning()).isNull();
    }
}
