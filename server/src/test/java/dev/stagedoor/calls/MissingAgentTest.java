// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.TwirpCode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A trigger that waited for its agent in vain says why, and what to do next (D1)")
@Tag("slow")
class MissingAgentTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(MissingAgentTest::impatient);

    private static int number;

    private TestTenant acme;

    private static AppConfig impatient(AppConfig usual) {
        CallsConfig calls = new CallsConfig(
                Duration.ofSeconds(2),
                usual.calls().pollInterval(),
                usual.calls().roomEmptyTimeout());
        return TestConfig.with(usual, usual.dispatch(), calls);
    }

    @BeforeEach
    void aTenantWithoutWorkers() {
        acme = new TestTenant(SERVER, "acme-" + ++number).withAgent("absent", "{}");
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private Answer call(String wait) {
        return done(acme.trigger("{\"agent_slug\":\"absent\",\"user_id\":\"alice\",\"wait\":\"%s\"}".formatted(wait)));
    }

    @Test
    void an_agent_that_is_still_being_tried_can_be_followed() {
        Answer answer = call("joined");

        assertThat(answer.at("/dispatch/detail")).startsWith("The agent has not joined yet (");
        assertThat(answer.at("/dispatch/next"))
                .startsWith("GET /api/v1/dispatches/" + answer.at("/dispatch/id") + "/events");
        assertThat(done(acme.backend().get("/api/v1/calls/" + answer.at("/call_id")))
                        .at("/status"))
                .isEqualTo("open");
    }

    @Test
    void nothing_is_said_to_who_did_not_wait_for_it() {
        assertThat(call("sent").json().path("dispatch").has("detail")).isFalse();
    }

    @Test
    void a_dispatch_that_failed_says_so_and_its_call_is_over_with_the_answer() {
        acme.livekit()
                .faults()
                .always(Fault.failed(TwirpCode.INVALID_ARGUMENT, "no such thing"), SandboxMethod.CREATE_ROOM);

        Answer answer = call("joined");

        assertThat(answer.at("/dispatch/reason")).isEqualTo("refused");
        assertThat(answer.at("/dispatch/detail")).isEqualTo("The tenant's LiveKit server refuses the dispatch.");
        assertThat(answer.at("/dispatch/next")).contains("POST /api/v1/trigger");
        assertThat(done(acme.backend().get("/api/v1/calls/" + answer.at("/call_id")))
                        .at("/end_reason"))
                .isEqualTo("no_agent");
        assertThat(acme.ledger("calls_open")).isZero();
    }
}
