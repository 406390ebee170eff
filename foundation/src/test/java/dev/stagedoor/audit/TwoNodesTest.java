// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.audit.entry.Grant;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.Rounds;
import dev.stagedoor.kernel.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Any number of nodes and writers make one unbroken chain per tenant")
class TwoNodesTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static LedgerScene scene;

    @BeforeAll
    static void open() {
        scene = new LedgerScene(DB);
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void changes_and_grants_of_many_writers_on_three_nodes() {
        for (int round = 0; round < Rounds.of(1); round++) {
            crowded(20260301 + round);
        }
    }

    private static void crowded(long seed) {
        List<Ledger> nodes = List.of(scene.ledger(), scene.node(), scene.node());
        List<TenantId> tenants = Stream.generate(scene::tenant).limit(6).toList();
        SplittableRandom random = new SplittableRandom(seed);
        Crowd crowd = new Crowd();
        List<String> asked = new ArrayList<>();

        for (int i = 0; i < 1200; i++) {
            Ledger node = nodes.get(random.nextInt(3));
            TenantId tenant = tenants.get(random.nextInt(6));
            Grant grant = scene.grantOf(tenant, 1);
            asked.add(grant.entry().entryId());
            if (random.nextInt(8) == 0) {
                crowd.call(() -> node.changing(
                        scene.by(), tenant, change -> change.append(grant.entry(), grant.cost(), grant.budget())));
            } else {
                crowd.call(() -> node.append(scene.by(), grant));
            }
        }
        List<String> told = crowd.told();

        List<String> written = tenants.stream()
                .flatMap(tenant -> scene.entries(tenant).stream())
                .map(entry -> entry.draft().entryId())
                .toList();
        for (int i = 0; i < asked.size(); i++) {
            assertThat(written.contains(asked.get(i)))
                    .as("told %s", told.get(i))
                    .isEqualTo(told.get(i).equals("granted"));
        }
        assertThat(crowd.told("granted"))
                .as("granted: the others found their tenant busy")
                .isGreaterThan(1000);
        tenants.forEach(scene::assertSound);
    }
}
