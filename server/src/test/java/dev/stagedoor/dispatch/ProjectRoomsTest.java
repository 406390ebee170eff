// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.dispatch.plan.RoomView;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.participants.Sighting;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.vault.VaultScene;
import dev.stagedoor.watch.Glance;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a tenant's own LiveKit says of a room is believed only as far as it can be kept. */
class ProjectRoomsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    @Test
    void an_agent_under_an_identity_that_cannot_be_stored_is_not_one_that_a_dispatch_could_have() {
        try (VaultScene scene = new VaultScene(DB)) {
            TenantId acme = scene.tenant();
            VaultScene.Server server = scene.server();
            scene.put(acme, server);
            server.sandbox()
                    .state()
                    .registerWorker("demo", WorkerBehaviour.joins().under("a\0b"));
            LiveKitRooms rooms = new ProjectRooms(
                    scene.node().projects().projects().version(acme, 1), new ToldNobody(), scene.clock());
            String metadata = "{\"dispatch_id\":\"dsp_1\",\"attempt\":1}";
            rooms.createRoom(new LiveKitRooms.NewRoom("acme.desk", Duration.ofMinutes(1), "", "demo", metadata));
            scene.clock().turn(Duration.ofSeconds(10));
            assertThat(server.sandbox().state().listParticipants("acme.desk")).hasSize(1);

            RoomView seen = rooms.look("acme.desk");

            assertThat(seen.agents()).isEmpty();
            assertThat(seen.dispatches())
                    .singleElement()
                    .satisfies(one -> assertThat(one.jobIdentity()).isNull());
        }
    }

    private static final class ToldNobody implements ProjectRooms.Told {
        @Override
        public void saw(Sighting sighting) {}

        @Override
        public void listed(String room, Glance glance, Instant at) {}

        @Override
        public Optional<Glance> unchangedSince(String room, Instant then) {
            return Optional.empty();
        }
    }
}
