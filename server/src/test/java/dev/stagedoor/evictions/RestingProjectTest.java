// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.RunningClock;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.TwirpCode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Evictions wait for a LiveKit that does not let us in, without asking it all the time (T4, I7)")
@Tag("slow")
class RestingProjectTest {
    private static final RunningClock CLOCK = new RunningClock();

    @RegisterExtension
    static final TestServer SERVER = TestServer.by(CLOCK);

    private static int number;

    private TestTenant acme;
    private String hall;

    @BeforeEach
    void alice_is_revoked_while_livekit_answers_401() {
        acme = new TestTenant(SERVER, "acme-" + ++number, CLOCK);
        hall = acme.slug() + ".hall";
        acme.livekit().state().join(hall, "alice");
        acme.livekit().faults().always(Fault.failed(TwirpCode.UNAUTHENTICATED, "invalid API key"));
        acme.livekit().calls().clear();
        done(acme.backend().post("/api/v1/users/alice/revoke"));
        until("it has been asked often enough to be left alone for minutes", () -> {
            CLOCK.turn(Duration.ofSeconds(20));
            return acme.livekit().calls().all().size() >= 10;
        });
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void a_new_version_of_the_credential_is_tried_at_once() {
        acme.livekit().faults().clear();

        done(acme.putCredential());

        until("alice is out", () -> !acme.inside(hall).contains("alice"));
    }

    @Test
    void an_answer_to_a_request_ends_the_waiting() {
        acme.withAgent("demo");
        acme.livekit().faults().clear();

        Answer call = done(acme.trigger("{\"agent_slug\":\"demo\",\"user_id\":\"carol\",\"wait\":\"joined\"}"));

        assertThat(call.at("/dispatch/status")).isEqualTo("joined");
        until("alice is out", () -> !acme.inside(hall).contains("alice"));
    }
}
