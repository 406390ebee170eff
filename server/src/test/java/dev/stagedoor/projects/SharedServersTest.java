// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.vault.Credential;
import dev.stagedoor.vault.CredentialState;
import dev.stagedoor.vault.VaultScene;
import dev.stagedoor.vault.VaultScene.Server;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** I1's one exception: a server marked by an operator, where each tenant still has its own key and secret. */
class SharedServersTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private final VaultScene scene = new VaultScene(DB);
    private final SharedServers servers = scene.node().servers();
    private final Principal operator = scene.operator();
    private final TenantId acme = scene.tenant();
    private final TenantId globex = scene.tenant();
    private final Server server = scene.server();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void tenants_share_a_marked_server_but_neither_key_nor_secret() {
        scene.put(acme, server);
        servers.put(operator, server.url(), "one big machine");

        assertThat(putUnverified(globex, "APIglobex", VaultScene.randomSecret()).state())
                .isEqualTo(CredentialState.ACTIVE);

        assertProblem(
                ErrorCode.CREDENTIAL_NOT_ISOLATED,
                () -> putUnverified(globex, server.key(), VaultScene.randomSecret()));
        assertProblem(ErrorCode.CREDENTIAL_NOT_ISOLATED, () -> putUnverified(globex, "APIglobex", server.secret()));
    }

    @Test
    void a_server_in_shared_use_cannot_be_unmarked_and_one_in_single_use_can() {
        servers.put(operator, server.url(), null);
        scene.put(acme, server);
        putUnverified(globex, "APIglobex", VaultScene.randomSecret());
        scene.grantToken(globex, Duration.ofMinutes(30));
        assertProblem(ErrorCode.CONFLICT, () -> servers.delete(operator, server.url()));

        scene.vault().revoke(operator, globex, VaultScene.LIVEKIT, null);
        assertProblem(ErrorCode.CONFLICT, () -> servers.delete(operator, server.url()));
        scene.clock().turn(Duration.ofHours(1));
        scene.node().sweep();
        servers.delete(operator, server.url());

        assertProblem(
                ErrorCode.CREDENTIAL_NOT_ISOLATED, () -> putUnverified(globex, "APIglobex", VaultScene.randomSecret()));
    }

    @Test
    void a_server_whose_one_tenant_does_not_hold_its_url_cannot_be_unmarked() {
        servers.put(operator, server.url(), null);
        putUnverified(globex, "APIglobex", VaultScene.randomSecret());
        scene.put(acme, server);
        scene.vault().revoke(operator, globex, VaultScene.LIVEKIT, null);
        scene.clock().turn(Duration.ofHours(1));
        scene.node().sweep();

        assertProblem(ErrorCode.CONFLICT, () -> servers.delete(operator, server.url()));

        scene.put(acme, server);
        servers.delete(operator, server.url());
    }

    @Test
    void marks_are_listed_by_their_canonical_url_and_put_again_without_harm() {
        servers.put(operator, "WSS://Shared.Example:443/", "first");
        servers.put(operator, "https://shared.example", "second");

        assertThat(servers.list(operator, new Page.Request(200, null)).items())
                .filteredOn(row -> row.serverUrl().equals("https://shared.example"))
                .singleElement()
                .satisfies(row -> assertThat(row.note()).isEqualTo("second"));
        servers.delete(operator, "wss://shared.example");
        assertProblem(ErrorCode.NOT_FOUND, () -> servers.delete(operator, "wss://shared.example"));
    }

    @Test
    void i4_a_tenants_key_is_told_that_there_is_nothing() {
        Principal key = scene.keyOf(acme);
        assertProblem(ErrorCode.NOT_FOUND, () -> servers.list(key, new Page.Request(50, null)));
        assertProblem(ErrorCode.NOT_FOUND, () -> servers.put(key, server.url(), null));
        assertProblem(ErrorCode.NOT_FOUND, () -> servers.delete(key, server.url()));
    }

    private Credential putUnverified(TenantId tenant, String key, String secret) {
        return scene.put(operator, tenant, new LiveKitCredentialRequest(server.url(), key, secret), false);
    }

    private static void assertProblem(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
