// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.audit.entry.Grant;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("What was revoked before a request began is never granted by it, on any node or path (T4)")
@Tag("slow")
class StaleEpochTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static LedgerScene scene;
    private static Ledger other;

    @BeforeAll
    static void open() {
        scene = new LedgerScene(DB);
        other = scene.node();
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void a_grant_that_rests_on_an_older_epoch_is_refused_alone() {
        TenantId acme = scene.tenant();
        Grant old = scene.grantOf(acme);

        scene.raiseEpoch(acme);

        assertStale(() -> other.append(scene.keyOf(acme), old));
        other.append(scene.keyOf(acme), scene.grantOf(acme));
        assertThat(scene.entries(acme)).hasSize(3);
        scene.assertSound(acme);
    }

    @Test
    void a_change_or_read_by_a_key_that_was_judged_before_is_refused() {
        TenantId acme = scene.tenant();
        Principal key = new Principal.TenantKey(
                acme, KeyId.next(scene.clock().instant()), Set.of(), new Proof(acme, scene.epoch(acme)), "req_1");

        scene.raiseEpoch(acme);

        assertStale(() -> other.changing(key, acme, change -> change.append(scene.draft("agent.create"))));
        assertStale(() -> other.read(key, acme, tx -> true));
        assertThat(scene.entries(acme)).hasSize(2);
    }

    @Test
    void an_operator_whose_key_was_revoked_is_refused_on_every_path() {
        TenantId acme = scene.tenant();
        Proof before = new Proof(TenantId.PLATFORM, scene.epoch(TenantId.PLATFORM));
        Principal operator = new Principal.Operator(KeyId.next(scene.clock().instant()), Set.of(), before, "req_1");
        Grant grant = scene.grantOf(acme);
        other.append(operator, grant);

        scene.raiseEpoch(TenantId.PLATFORM);

        assertStale(() -> other.append(operator, scene.grantOf(acme)));
        assertStale(() -> other.changing(operator, acme, change -> change.append(scene.draft("agent.create"))));
        assertStale(() -> other.read(operator, acme, tx -> true));
        assertStale(() -> other.changeOfPlatform(
                operator, acme, platform -> platform.append(scene.draft("tenant.note")), change -> true));
        assertThat(scene.entries(acme)).hasSize(2);
    }

    @Test
    void a_grant_and_its_key_that_rest_on_two_snapshots_are_refused() {
        TenantId acme = scene.tenant();
        Proof older = new Proof(acme, scene.epoch(acme));
        Principal key = new Principal.TenantKey(acme, KeyId.next(scene.clock().instant()), Set.of(), older, "req_1");
        scene.raiseEpoch(acme);

        assertStale(() -> other.append(key, scene.grantOf(acme)));
    }

    @Test
    void a_settled_principal_goes_on() {
        TenantId acme = scene.tenant();
        Principal key = new Principal.TenantKey(
                acme, KeyId.next(scene.clock().instant()), Set.of(), new Proof(acme, scene.epoch(acme)), "req_1");
        scene.raiseEpoch(acme);

        other.changing(key.settled(), acme, change -> change.append(scene.draft("call.settle")));

        assertThat(scene.entries(acme)).hasSize(3);
    }

    @Test
    void what_only_adds_leaves_the_epoch_alone() {
        TenantId acme = scene.tenant();
        Grant grant = scene.grantOf(acme);

        scene.change(acme, "agent.create");

        other.append(scene.keyOf(acme), grant);
        assertThat(scene.entries(acme)).hasSize(3);
    }

    private static void assertStale(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(StaleEpoch.class);
    }
}
