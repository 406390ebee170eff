// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.kernel.RunningClock;
import dev.stagedoor.sandbox.Fault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName(
        "A repeated trigger is given its call, admits nobody who was kept out since, and starts another call only where "
                + "the first came to nothing (T4, E1)")
@Tag("slow")
class RepeatedTriggerTest {
    private static final RunningClock CLOCK = new RunningClock();

    @RegisterExtension
    static final TestServer SERVER = TestServer.by(CLOCK);

    private static final String CALL = "{\"agent_slug\":\"demo\",\"user_id\":\"alice\"}";
    private static int number;

    private TestTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "acme-" + ++number, CLOCK).withAgent("demo");
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private Answer trigger() {
        return acme.backend().once("order-1").post("/api/v1/trigger", CALL);
    }

    private Answer call(String id) {
        return done(acme.backend().get("/api/v1/calls/" + id));
    }

    /** The answer to a trigger that waits until its patience is at an end. */
    private Answer triggeredInVain() {
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(this::trigger);
        String failing =
                "SELECT 1 FROM dispatches WHERE (state->>'failures')::int > 0 AND tenant_id = '" + acme.id() + "'";
        until("it was tried", () -> !SERVER.column(failing).isEmpty());
        CLOCK.turn(CallsConfig.STANDARD.joinTimeout());
        return answer.join();
    }

    @Test
    void a_call_that_livekit_never_answered_is_not_kept_for_the_key_once_it_is_over() {
        acme.livekit().faults().always(Fault.tooManyRequests(Duration.ofSeconds(1)));
        refused(triggeredInVain(), 503, "provider_unavailable");
        CLOCK.turn(DispatchTiming.STANDARD.deadline());
        until("the first call is over", () -> acme.ledger("calls_open") == 0);
        acme.livekit().faults().clear();
        CLOCK.turn(Duration.ofMinutes(1));

        Answer again = done(trigger());

        assertThat(call(again.at("/call_id")).at("/status")).isEqualTo("open");
        assertThat(done(trigger()).at("/call_id")).as("and now it is this call").isEqualTo(again.at("/call_id"));
        assertThat(done(acme.backend().get("/api/v1/calls"))
                        .json()
                        .path("items")
                        .findValuesAsText("end_reason"))
                .containsExactly("provider_unavailable");
    }

    @Test
    void a_call_that_has_ended_is_named_and_its_user_stays_out() {
        String id = done(trigger()).at("/call_id");
        done(acme.backend().post("/api/v1/calls/" + id + "/end"));

        Answer again = refused(trigger(), 409, "conflict");

        assertThat(again.at("/detail")).contains(id);
        assertThat(acme.audited("token.mint")).hasSize(1);
    }

    @Test
    void a_user_who_was_removed_is_not_let_in_again_by_a_repetition() {
        String id = done(trigger()).at("/call_id");
        done(acme.backend().post("/api/v1/calls/" + id + "/participants/alice/remove"));

        refused(trigger(), 403, "participant_removed");

        assertThat(acme.audited("token.mint")).hasSize(1);
        assertThat(done(acme.trigger(CALL)).at("/call_id")).as("a new request").isNotEqualTo(id);
    }
}
