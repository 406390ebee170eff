// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.dispatch.plan.RoomView;
import dev.stagedoor.dispatch.plan.SendResult;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.participants.Participants;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.TwirpCode;
import dev.stagedoor.vault.VaultScene;
import dev.stagedoor.vault.VaultScene.Server;
import dev.stagedoor.watch.Beat;
import dev.stagedoor.watch.Requests;
import dev.stagedoor.watch.Watches;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Another version of the credential takes back what a dispatch left, and never sends for it (I2, D7)")
class KeyedRoomsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final LiveKitRooms.NewRoom ROOM =
            new LiveKitRooms.NewRoom("lobby", Duration.ofMinutes(5), "", "demo", "{}");

    private final VaultScene scene = new VaultScene(DB);
    private final TenantId acme = scene.tenant();
    private final Server server = scene.server();

    @BeforeEach
    void twoVersions() {
        scene.put(acme, server);
        scene.grantToken(acme, Duration.ofHours(1));
        scene.put(acme, server);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private LiveKitRooms rooms() {
        return new ProjectEnvironment(
                        scene.node().snapshots(), scene.node().projects().projects(), seeing(), scene.clock())
                .rooms(acme, 1);
    }

    private ProjectEnvironment.Seeing seeing() {
        Requests requests = new Requests(new SimpleMeterRegistry());
        Watches watches = new Watches(
                scene.node().projects().projects(),
                new Watches.Means(Beat.every(Duration.ofSeconds(5)), (tenant, room) -> {}, requests, scene.clock()));
        Participants participants = new Participants(scene.node().ledger(), scene.clock());
        return new ProjectEnvironment.Seeing(participants, watches, requests);
    }

    private void revoke(long version) {
        scene.vault().revoke(scene.keyOf(acme), acme, VaultScene.LIVEKIT, version);
        scene.node().snapshots().fresh(acme);
    }

    @Test
    void its_own_version_sends() {
        assertThat(rooms().createRoom(ROOM)).isEqualTo(SendResult.SENT);
    }

    @Test
    void once_that_is_revoked_the_other_looks_and_removes_but_nothing_is_sent() {
        rooms().createRoom(ROOM);
        server.sandbox().state().join("lobby", "alice");

        revoke(1);
        server.sandbox().calls().clear();

        assertThat(rooms().createRoom(ROOM)).isEqualTo(SendResult.CREDENTIAL_REJECTED);
        assertThat(rooms().createDispatch("lobby", "demo", "{}")).isEqualTo(SendResult.CREDENTIAL_REJECTED);
        assertThat(server.sandbox().calls().all()).isEmpty();
        assertThat(rooms().look("lobby").people()).isEqualTo(1);
        rooms().removeParticipant("lobby", "alice");
        assertThat(server.sandbox().state().listParticipants("lobby")).isEmpty();
    }

    @Test
    void where_livekit_rejects_its_own_the_other_looks_and_an_outage_is_not_taken_for_that() {
        Fault rejected = Fault.failed(TwirpCode.UNAUTHENTICATED, "invalid API key");
        server.sandbox().faults().times(1, rejected, SandboxMethod.LIST_ROOMS);
        assertThat(rooms().look("lobby")).isEqualTo(RoomView.ABSENT);

        server.sandbox().calls().clear();
        server.sandbox().faults().times(1, Fault.failed(TwirpCode.UNAVAILABLE, "busy"));
        assertThatThrownBy(() -> rooms().look("lobby")).isInstanceOf(LiveKitRooms.Unreachable.class);
        assertThat(server.sandbox().calls().all()).hasSize(1);
    }

    @Test
    void with_no_version_left_nothing_can_be_known() {
        revoke(1);
        revoke(2);

        assertThatThrownBy(() -> rooms().look("lobby")).isInstanceOf(LiveKitRooms.LockedOut.class);
        assertThat(rooms().createRoom(ROOM)).isEqualTo(SendResult.CREDENTIAL_REJECTED);
        for (Runnable takingBack : List.<Runnable>of(
                () -> rooms().deleteDispatch("lobby", "AD_1"), () -> rooms().removeParticipant("lobby", "alice"))) {
            assertThatThrownBy(takingBack::run).isInstanceOf(LiveKitRooms.LockedOut.class);
        }
    }
}
