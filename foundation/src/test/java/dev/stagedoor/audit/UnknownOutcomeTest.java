// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.audit.entry.Grant;
import dev.stagedoor.db.PostgresProxy;
import dev.stagedoor.db.PostgresProxy.Cut;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Rounds;
import dev.stagedoor.kernel.TenantId;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A commit whose outcome is unknown is looked up: nothing is granted without a durable entry (T1)")
@Tag("slow")
class UnknownOutcomeTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static LedgerScene scene;
    private static PostgresProxy proxy;
    private static Ledger behindProxy;

    @BeforeAll
    static void open() throws IOException {
        scene = new LedgerScene(DB);
        proxy = new PostgresProxy(DB.jdbcUrl());
        behindProxy = scene.node(DB.node(proxy.jdbcUrl()), new LedgerConfig(1, 1024, LedgerScene.PATIENT.deadline()));
    }

    @AfterAll
    static void close() {
        scene.close();
        proxy.close();
    }

    @Test
    void a_grant_whose_commit_never_arrived_is_refused_and_not_written() {
        TenantId acme = scene.tenant();

        proxy.cutNext(Cut.BEFORE_COMMIT);

        assertUnavailable(() -> behindProxy.append(scene.by(), scene.grantOf(acme)));
        assertThat(actions(acme)).containsExactly("tenant.create");
        scene.assertSound(acme);
    }

    @Test
    void a_grant_whose_commit_was_carried_out_but_not_answered_is_granted_once() {
        TenantId acme = scene.tenant();

        proxy.cutNext(Cut.AFTER_COMMIT);

        assertThatCode(() -> behindProxy.append(scene.by(), scene.grantOf(acme)))
                .doesNotThrowAnyException();
        assertThat(actions(acme)).containsExactly("tenant.create", "token.mint");
        scene.assertSound(acme);
    }

    @Test
    void a_change_whose_commit_never_arrived_is_refused_and_undone() {
        TenantId acme = scene.tenant();

        proxy.cutNext(Cut.BEFORE_COMMIT);

        assertUnavailable(
                () -> behindProxy.changing(scene.by(), acme, change -> change.append(scene.draft("agent.create"))));
        assertThat(actions(acme)).containsExactly("tenant.create");
        scene.assertSound(acme);
    }

    @Test
    void a_change_whose_commit_was_carried_out_but_not_answered_gives_its_result() {
        TenantId acme = scene.tenant();

        proxy.cutNext(Cut.AFTER_COMMIT);
        String made = behindProxy.change(scene.by(), acme, change -> {
            change.append(scene.draft("agent.create"));
            return "agent";
        });

        assertThat(made).isEqualTo("agent");
        assertThat(actions(acme)).containsExactly("tenant.create", "agent.create");
        scene.assertSound(acme);
    }

    @Test
    void a_whole_group_is_told_what_became_of_it_and_goes_on() {
        List<TenantId> tenants = Stream.generate(scene::tenant).limit(5).toList();

        for (int round = 0; round < Rounds.of(2); round++) {
            Cut where = round % 2 == 0 ? Cut.AFTER_COMMIT : Cut.BEFORE_COMMIT;
            Crowd crowd = new Crowd();
            List<Grant> grants = tenants.stream()
                    .flatMap(tenant ->
                            Stream.generate(() -> scene.grantOf(tenant)).limit(8))
                    .toList();
            proxy.cutNext(where);
            grants.forEach(grant -> crowd.call(() -> behindProxy.append(scene.by(), grant)));
            List<String> told = crowd.told();

            List<String> written = tenants.stream()
                    .flatMap(tenant -> scene.entries(tenant).stream())
                    .map(entry -> entry.draft().entryId())
                    .toList();
            for (int i = 0; i < grants.size(); i++) {
                assertThat(written.contains(grants.get(i).entry().entryId()))
                        .as("caller %d was told %s", i, told.get(i))
                        .isEqualTo(told.get(i).equals("granted"));
            }
        }
        tenants.forEach(scene::assertSound);
    }

    @Test
    void a_group_takes_two_round_trips_or_one_and_a_change_one_more_than_its_own() {
        TenantId acme = scene.tenant();
        Grant warmed = scene.grantOf(acme);
        for (int i = 0; i < 12; i++) {
            behindProxy.append(scene.by(), scene.grantOf(acme));
            behindProxy.changing(scene.by(), acme, change -> change.append(scene.draft("agent.create")));
        }

        int before = proxy.roundTrips();
        behindProxy.append(scene.by(), warmed);
        assertThat(proxy.roundTrips() - before)
                .as("lock and read; write and commit")
                .isEqualTo(2);

        Grant next = scene.grantOf(acme);
        before = proxy.roundTrips();
        behindProxy.append(scene.by(), next);
        assertThat(proxy.roundTrips() - before)
                .as("nobody wrote meanwhile: write, if it is as it was left")
                .isEqualTo(1);

        before = proxy.roundTrips();
        behindProxy.changing(scene.by(), acme, change -> change.append(scene.draft("agent.create")));
        assertThat(proxy.roundTrips() - before).as("open; write and commit").isEqualTo(2);
    }

    private static List<String> actions(TenantId tenant) {
        return scene.entries(tenant).stream()
                .map(entry -> entry.draft().action())
                .toList();
    }

    private static void assertUnavailable(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ErrorCode.AUDIT_UNAVAILABLE));
    }
}
