// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.e2e.Await;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("On a real server, an agent whose process is killed in front of a person is replaced (D4, D5)")
class ReplacedTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final Duration SOON = Duration.ofSeconds(10);

    /** By then an agent has been asked whether it is there. */
    private static final Duration ASKED_WITHIN = Duration.ofSeconds(2);

    private static RealTenant acme;

    @BeforeAll
    static void a_tenant() {
        acme = RealTenant.created(SERVER.operator(), "acme").withAgent("demo", "demo-agent");
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    private static Answer replaced(String id, String lost) {
        return Await.value(
                "another than " + lost + " has joined",
                Duration.ofSeconds(40),
                () -> Optional.of(acme.dispatch(id))
                        .filter(dispatch -> dispatch.at("/status").equals("joined"))
                        .filter(dispatch -> !dispatch.at("/agent_identity").equals(lost)));
    }

    @Test
    void within_10_s_though_livekit_lists_it_for_21_s_and_the_receipt_tells_each_step() {
        AgentWorker killed = AgentWorker.serving(acme.livekit(), "demo-agent");
        Answer call = done(acme.trigger("alice", ",\"wait\":\"joined\""));
        String id = call.at("/dispatch/id");
        String room = call.at("/room_name");
        String lost = call.at("/dispatch/agent_identity");
        try (Person alice = Person.enter(acme.livekit().url(), call.at("/participant_token"));
                AgentWorker healthy = AgentWorker.serving(acme.livekit(), "demo-agent");
                RoomWatch watch = RoomWatch.of(acme, room)) {
            assertThat(alice.gotIn()).isTrue();
            RealTenant.lasts(
                    "it has joined",
                    ASKED_WITHIN,
                    () -> acme.dispatch(id).at("/status").equals("joined"));
            long dies = System.nanoTime();
            killed.kill();

            Answer joined = replaced(id, lost);

            assertThat(Duration.ofNanos(System.nanoTime() - dies)).isLessThan(SOON);
            assertThat(acme.receipt(id)).containsSubsequence("joined", "lost", "sent", "joined");
            acme.onlyAgent(room, joined.at("/agent_identity"), Duration.ofSeconds(5));
            assertThat(watch.longestWithTwo()).isLessThan(RoomWatch.NEVER_LONGER);
            assertThat(alice.isInside()).as("alice, with " + healthy).isTrue();
        }
    }
}
