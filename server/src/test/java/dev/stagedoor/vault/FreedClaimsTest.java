// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.vault.VaultScene.Server;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName(
        "What nothing was granted with is free in the same commit; what must wait says until when to whom it may (I1)")
@Tag("slow")
class FreedClaimsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final Duration TTL = Duration.ofHours(1);

    private final VaultScene scene = new VaultScene(DB);
    private final TenantId acme = scene.tenant();
    private final TenantId globex = scene.tenant();
    private final Server server = scene.server();

    @AfterEach
    void close() {
        scene.close();
    }

    private Problem refused(Principal by) {
        try {
            scene.put(by, globex, server.request(), true);
        } catch (Problem problem) {
            assertThat(problem.code()).isEqualTo(ErrorCode.CREDENTIAL_NOT_ISOLATED);
            return problem;
        }
        throw new AssertionError("it was taken");
    }

    @Test
    void replaced_before_anything_was_granted_a_credential_is_another_tenants_to_put_at_once() {
        scene.put(acme, server);

        scene.put(acme, scene.server());

        assertThat(scene.put(globex, server).state()).isEqualTo(CredentialState.ACTIVE);
        assertThat(scene.claims(acme)).isEqualTo(3);
        assertThat(scene.query("SELECT 1 FROM credentials WHERE sealed IS NOT NULL AND version = 1 AND tenant_id = '"
                        + acme + "'"))
                .isEmpty();
    }

    @Test
    void revoked_before_anything_was_granted_it_is_free_at_once_too() {
        scene.put(acme, server);

        scene.vault().revoke(scene.keyOf(acme), acme, VaultScene.LIVEKIT, null);

        assertThat(scene.put(globex, server).state()).isEqualTo(CredentialState.ACTIVE);
    }

    @Test
    void what_an_earlier_version_granted_does_not_hold_back_one_that_granted_nothing() {
        scene.put(acme, scene.server());
        scene.grantToken(acme, TTL);
        scene.put(acme, server);

        scene.put(acme, scene.server());

        assertThat(scene.put(globex, server).state()).isEqualTo(CredentialState.ACTIVE);
        assertThat(scene.claims(acme)).as("the first version still drains").isEqualTo(6);
    }

    @Test
    void what_is_replaced_after_a_grant_waits_and_only_an_operator_is_told_until_when() {
        scene.put(acme, server);
        scene.grantToken(acme, TTL);
        scene.put(acme, scene.server());
        String free =
                scene.clock().instant().plus(TTL).plus(Duration.ofMinutes(11)).toString();

        assertThat(refused(scene.operator()).detail()).contains(free).doesNotContain(acme.value());
        assertThat(refused(scene.keyOf(globex)).detail()).doesNotContain(free, "free", acme.value());
    }

    @Test
    void of_what_is_still_in_use_nobody_is_told_that_it_will_be_free() {
        scene.put(acme, server);
        scene.grantToken(acme, TTL);

        assertThat(refused(scene.operator()).detail()).doesNotContain("free at");
    }

    @Test
    void a_deleted_tenants_parts_that_must_wait_say_until_when_to_the_operator_who_moves_them() {
        scene.put(acme, server);
        scene.grantToken(acme, TTL);
        String free =
                scene.clock().instant().plus(TTL).plus(Duration.ofMinutes(11)).toString();

        scene.tenants().deletions().delete(scene.operator(), acme);

        assertThat(refused(scene.operator()).detail()).contains(free);
        scene.clock().turn(TTL.plus(Duration.ofMinutes(11)));
        scene.node().sweep();
        assertThat(scene.put(globex, server).state()).isEqualTo(CredentialState.ACTIVE);
        assertThat(scene.query("SELECT 1 FROM events WHERE tenant_id = '" + acme + "'"))
                .as("nothing is stored of a deleted tenant")
                .isEmpty();
    }
}
