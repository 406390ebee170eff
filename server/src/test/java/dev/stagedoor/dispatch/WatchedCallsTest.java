// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.dispatch.plan.ReplacementTiming;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.server.LoggedCall;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Live calls in which nothing happens are asked for together, and a change is seen without a webhook (D6)")
@Tag("slow")
class WatchedCallsTest {
    private static final Duration EVERY = Duration.ofMillis(200);

    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(usual -> TestConfig.with(usual, quick()));

    private static int number;

    private final TestTenant acme = new TestTenant(SERVER, "watched-" + ++number).withAgent("demo");
    private List<String> calls = List.of();
    private List<String> rooms = List.of();

    /** Rooms settle after a second. */
    private static DispatchTiming quick() {
        DispatchTiming usual = DispatchTiming.STANDARD;
        ReplacementTiming replacement = usual.replacement();
        return new DispatchTiming(
                usual.deadline(),
                usual.attemptTimeout(),
                usual.warmAttemptTimeout(),
                Duration.ofSeconds(1),
                usual.pollInitial(),
                usual.pollInterval(),
                EVERY,
                usual.lookInterval(),
                Duration.ofSeconds(1),
                usual.lateAgentPeriod(),
                usual.aftercare(),
                usual.initialBackoff(),
                usual.maxBackoff(),
                usual.cleanupTimeout(),
                new ReplacementTiming(
                        EVERY,
                        replacement.perDispatch(),
                        replacement.perTenant(),
                        replacement.window(),
                        replacement.pause(),
                        replacement.longestPause()));
    }

    @BeforeEach
    void threeCalls() {
        List<Answer> begun = List.of(acme.joinedCall("demo"), acme.joinedCall("demo"), acme.joinedCall("demo"));
        calls = begun.stream().map(call -> call.at("/call_id")).toList();
        rooms = begun.stream().map(call -> call.at("/room_name")).toList();
        rooms.forEach(room -> acme.livekit().state().join(room, "alice"));
        until("no room is looked into any more", () -> looksDuring(5).isEmpty());
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private int asked(SandboxMethod method) {
        return acme.livekit().calls().of(method).size();
    }

    /** The looks into rooms while rooms are asked for so many times. */
    private List<LoggedCall> looksDuring(int times) {
        acme.livekit().calls().clear();
        until("rooms are asked for", () -> asked(SandboxMethod.LIST_ROOMS) >= times);
        return acme.livekit().calls().of(SandboxMethod.LIST_PARTICIPANTS);
    }

    @Test
    void while_nothing_happens_no_room_is_looked_into_and_each_agent_is_asked() {
        until("no room is looked into", () -> looksDuring(20).isEmpty());

        assertThat(asked(SandboxMethod.LIST_DISPATCH)).isZero();
        for (String room : rooms) {
            until(
                    "the agent is asked",
                    () -> acme.livekit().calls().of(SandboxMethod.PERFORM_RPC).stream()
                            .anyMatch(call -> call.room().equals(room)));
        }
    }

    @Test
    void whoever_comes_is_seen_by_a_look_into_that_room_alone() {
        acme.livekit().calls().clear();

        acme.livekit().state().join(rooms.get(1), "bob");

        until("bob is seen", () -> inside(calls.get(1)).contains("bob"));
        assertThat(acme.livekit().calls().of(SandboxMethod.LIST_PARTICIPANTS))
                .isNotEmpty()
                .allSatisfy(look -> assertThat(look.room()).isEqualTo(rooms.get(1)));
        until("no room is looked into any more", () -> looksDuring(5).isEmpty());
    }

    private String inside(String call) {
        return String.valueOf(acme.backend().get("/api/v1/calls/" + call).json().path("participants"));
    }
}
