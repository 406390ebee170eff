// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Whoever is evicted is out again soon, though the clock of one of two nodes is wrong (T4)")
@Tag("slow")
class SkewedNodesTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static int number;

    private final TestTenant acme = new TestTenant(SERVER, "acme-" + ++number).withAgent("demo");

    @AfterEach
    void close() {
        acme.close();
    }

    /** LiveKit refuses what a node asks whose clock is more than a minute ahead: the other one has to look. */
    @ParameterizedTest
    @ValueSource(ints = {-5, 5})
    void beside_a_node_whose_clock_is_minutes_off(int minutes) {
        Answer call = acme.joinedCall("demo");
        String room = call.at("/room_name");
        done(acme.backend().post("/api/v1/calls/" + call.at("/call_id") + "/end"));
        URI other = SERVER.startAnotherNode(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes)));

        for (int again = 0; again < 4; again++) {
            acme.livekit().state().join(room, "alice");
            long began = System.nanoTime();
            until("she is out", () -> !acme.inside(room).contains("alice"));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
        }
        SERVER.stop(other);
        acme.livekit().state().join(room, "alice");
        until("she is out, and the other node is gone", () -> !acme.inside(room).contains("alice"));
    }
}
