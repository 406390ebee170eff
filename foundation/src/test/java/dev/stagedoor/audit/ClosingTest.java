// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.audit.entry.Grant;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.TenantId;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A closing ledger answers what is pending and accepts nothing more (E5)")
class ClosingTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    @Test
    void what_is_queued_is_granted_and_what_comes_later_is_refused() {
        Held.install(DB);
        try (LedgerScene scene = new LedgerScene(DB)) {
            TenantId acme = scene.tenant();
            Ledger node = scene.node(DB.node(), new LedgerConfig(1, 1024, LedgerScene.PATIENT.deadline()));
            Crowd queued = new Crowd();
            CompletableFuture<Void> closing;
            try (Held held = Held.writing(DB)) {
                Grant stopper = scene.grantOf(acme, 1);
                Grant hold = new Grant(stopper.proof(), scene.draft("test.hold"), stopper.cost(), stopper.budget());
                queued.call(() -> node.append(scene.by(), hold));
                held.stopped();
                for (int i = 0; i < 5; i++) {
                    Grant grant = scene.grantOf(acme, 1);
                    queued.call(() -> node.append(scene.by(), grant));
                }
                Crowd.until("five wait", () -> node.waiting() == 5);
                closing = CompletableFuture.runAsync(node::close);
                Grant late = scene.grantOf(acme, 1);
                Crowd.until(
                        "it takes nobody in",
                        () -> Crowd.start(() -> node.append(scene.by(), late))
                                .completeOnTimeout("waits", 100, java.util.concurrent.TimeUnit.MILLISECONDS)
                                .join()
                                .equals("shutting_down"));
            }
            closing.join();

            assertThat(queued.told()).containsOnly("granted");
            scene.assertSound(acme);
        }
    }
}
