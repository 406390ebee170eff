// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.vault.CredentialState;
import dev.stagedoor.vault.VaultScene;
import dev.stagedoor.vault.VaultScene.Node;
import dev.stagedoor.vault.VaultScene.Server;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** I1: no part of a tenant's credential is ever the platform's. */
@Tag("slow")
class PlatformProjectTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private final VaultScene scene = new VaultScene(DB);
    private final TenantId acme = scene.tenant();
    private final Server platform = scene.server();
    private final Node node = scene.node(config(platform));

    @AfterEach
    void close() {
        scene.node(ProjectsConfig.usual()).projects().start();
        scene.close();
    }

    @Test
    void i1_neither_url_nor_key_nor_secret_of_the_platform_can_be_put() {
        node.projects().start();
        Server other = scene.server();

        assertThat(shared(platform.url(), "APIx", VaultScene.randomSecret())).containsExactly("server_url");
        assertThat(shared(other.url(), platform.key(), other.secret())).containsExactly("api_key");
        assertThat(shared(other.url(), "APIx", platform.secret())).containsExactly("api_secret");
        assertThat(shared(platform.url(), platform.key(), platform.secret()))
                .containsExactly("server_url", "api_key", "api_secret");
    }

    @Test
    void i1_not_even_by_an_operator_without_verifying() {
        node.projects().start();
        assertThatThrownBy(() -> node.put(scene.operator(), acme, platform.request(), false))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.code()).isEqualTo(ErrorCode.CREDENTIAL_NOT_ISOLATED));
    }

    @Test
    void i1_a_platform_project_that_is_a_tenants_already_stops_the_start() {
        scene.put(acme, platform);
        assertThatThrownBy(node.projects()::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("also a tenant's")
                .hasMessageNotContaining(platform.secret());
        assertThat(scene.claims(TenantId.PLATFORM)).isZero();
    }

    @Test
    void the_platforms_server_cannot_be_marked_as_shared() {
        node.projects().start();
        assertThatThrownBy(() -> node.servers().put(scene.operator(), platform.url(), null))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.code()).isEqualTo(ErrorCode.CREDENTIAL_NOT_ISOLATED));
    }

    @Test
    void a_shared_server_cannot_become_the_platforms() {
        node.servers().put(scene.operator(), platform.url(), null);
        assertThatThrownBy(node.projects()::start).hasMessageContaining("marked as shared");
        node.servers().delete(scene.operator(), platform.url());
    }

    @Test
    void starting_again_changes_nothing_and_a_project_no_longer_configured_is_free() {
        node.projects().start();
        node.projects().start();
        assertThat(scene.claims(TenantId.PLATFORM)).isEqualTo(4);

        scene.node(ProjectsConfig.usual()).projects().start();

        assertThat(scene.claims(TenantId.PLATFORM)).isZero();
        assertThat(scene.put(acme, platform).state()).isEqualTo(CredentialState.ACTIVE);
    }

    @Test
    void half_a_project_stops_the_start() {
        ProjectsConfig half = new ProjectsConfig(platform.url(), "", Secret.of(""), false);
        assertThatThrownBy(scene.node(half).projects()::start).hasMessageContaining("or none of them");
    }

    private static ProjectsConfig config(Server server) {
        return new ProjectsConfig(server.url(), server.key(), Secret.of(server.secret()), false);
    }

    private List<String> shared(String url, String key, String secret) {
        try {
            node.put(scene.keyOf(acme), acme, new LiveKitCredentialRequest(url, key, secret), true);
        } catch (Problem problem) {
            assertThat(problem.code()).isEqualTo(ErrorCode.CREDENTIAL_NOT_ISOLATED);
            return problem.fields().stream().map(Problem.Field::name).toList();
        }
        throw new AssertionError("it was taken");
    }
}
