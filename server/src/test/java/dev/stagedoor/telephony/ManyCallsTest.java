// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.sandbox.WorkerBehaviour;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("many calls to one number at once are all answered, each in its own room with one agent")
@Tag("slow")
class ManyCallsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final int CALLS = 200;

    @Test
    void two_hundred_calls_whose_agents_take_their_time() throws Exception {
        String number = "+442071838799";
        try (TestTenant acme = new TestTenant(SERVER, "acme").withAgent("demo", "{}");
                ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            acme.livekit().state().registerWorker("demo-worker", WorkerBehaviour.joinsAfter(Duration.ofSeconds(5)));
            done(SERVER.operator()
                    .post(acme.path("/numbers"), "{\"number\":\"%s\",\"agent_slug\":\"demo\"}".formatted(number)));
            done(acme.backend().put("/api/v1/phone-settings", "{\"answer_within\":30}"));
            FrontEnd frontEnd = FrontEnd.of(SERVER, acme, Clock.systemUTC());

            List<Callable<Answer>> calls = IntStream.range(0, CALLS)
                    .mapToObj(call -> (Callable<Answer>)
                            () -> frontEnd.report(FrontEnd.call("+1202555%04d".formatted(call), number, "c" + call)))
                    .toList();
            List<String> rooms = pool.invokeAll(calls).stream()
                    .map(Future::resultNow)
                    .map(answer -> done(answer).at("/join_room/room"))
                    .toList();

            assertThat(rooms)
                    .doesNotHaveDuplicates()
                    .allSatisfy(room -> assertThat(acme.inside(room))
                            .singleElement()
                            .asString()
                            .startsWith("agent-"));
        }
    }
}
