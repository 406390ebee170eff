// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.RunningClock;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.TwirpCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

@DisplayName("Each log line of a call carries its tenant, call and dispatch")
@Isolated("changes the log")
class LinesOfCallsTest {
    private static final RunningClock CLOCK = new RunningClock();

    @RegisterExtension
    static final TestServer SERVER = TestServer.by(CLOCK);

    private final Logger log = (Logger) LoggerFactory.getLogger("dev.stagedoor");
    private final Lines lines = new Lines();
    private TestTenant acme;

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final Queue<ILoggingEvent> all = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent line) {
            line.prepareForDeferredProcessing();
            all.add(line);
        }

        List<ILoggingEvent> naming(String text) {
            return all.stream()
                    .filter(line -> line.getFormattedMessage().contains(text))
                    .toList();
        }
    }

    @BeforeEach
    void listen() {
        acme = new TestTenant(SERVER, "acme", CLOCK).withAgent("demo");
        log.setLevel(Level.DEBUG);
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void close() {
        log.detachAppender(lines);
        log.setLevel(null);
        acme.close();
    }

    private static Map<String, String> ids(ILoggingEvent line) {
        return line.getMDCPropertyMap();
    }

    @Test
    void of_requests_and_of_what_goes_on_in_the_background() {
        acme.livekit().faults().always(Fault.failed(TwirpCode.UNAVAILABLE, "restarting"), SandboxMethod.DELETE_ROOM);
        Answer call = acme.joinedCall("demo");
        String id = call.at("/call_id");
        String dispatch = call.at("/dispatch/id");

        done(acme.backend().post("/api/v1/calls/" + id + "/end"));
        CLOCK.turn(Duration.ofSeconds(30));
        until("its room is tried again", () -> lines.naming("the room of " + id).size() > 1);

        assertThat(lines.naming(id))
                .allSatisfy(line ->
                        assertThat(ids(line)).as(line.getFormattedMessage()).containsEntry("call", id));
        assertThat(lines.naming("the room of " + id))
                .as("of the job, which has no request")
                .anySatisfy(line ->
                        assertThat(ids(line)).containsEntry("tenant", acme.id()).containsEntry("call", id));
        assertThat(lines.naming(dispatch))
                .allSatisfy(line -> assertThat(ids(line))
                        .as(line.getFormattedMessage())
                        .containsEntry("dispatch", dispatch)
                        .containsEntry("call", id)
                        .containsKey("tenant"));
        assertThat(lines.naming("POST /api/v1/calls/{call}/end"))
                .singleElement()
                .satisfies(line -> assertThat(ids(line)).containsEntry("call", id));
        assertThat(lines.naming("POST /api/v1/trigger "))
                .singleElement()
                .satisfies(line -> assertThat(ids(line)).containsEntry("call", id));
    }
}
