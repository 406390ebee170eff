// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.SandboxMethod;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** I7: a tenant whose LiveKit accepts calls and never answers. */
class HangingLiveKitTest {
    private static final int USERS = 15;

    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    @Test
    void whoeverIsToLeaveAnotherTenantsRoomsDoesNotStayBecauseOfIt() {
        try (TestTenant acme = new TestTenant(SERVER, "acme");
                TestTenant globex = new TestTenant(SERVER, "globex")) {
            String room = globex.token("{\"participant_identity\":\"bob\"}").at("/room_name");
            globex.livekit().state().join(room, "bob");
            acme.livekit().faults().always(Fault.delayed(Duration.ofSeconds(8)), SandboxMethod.LIST_ROOMS);
            for (int user = 0; user < USERS; user++) {
                TestTenant.done(acme.backend().post("/api/v1/users/user" + user + "/revoke"));
            }

            TestTenant.done(globex.backend().post("/api/v1/users/bob/revoke"));

            TestTenant.until("bob is out", () -> globex.inside(room).isEmpty());
        }
    }
}
