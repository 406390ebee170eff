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
import dev.stagedoor.sandbox.WorkerBehaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("What a tenant may use is counted to the unit, given back once, and counted anew in the next window")
@Tag("slow")
class BudgetsTest {
    private static final RunningClock CLOCK = new RunningClock();

    @RegisterExtension
    static final TestServer SERVER = TestServer.by(CLOCK);

    private static final int ASKED = 12;
    private static int number;

    private TestTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "acme-" + ++number, CLOCK).withAgent("demo", "{\"max_call_minutes\":10}");
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private Answer call() {
        return acme.trigger("{\"agent_slug\":\"demo\",\"user_id\":\"alice\",\"wait\":\"none\"}");
    }

    private static List<Answer> atOnce(Supplier<Answer> asked) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < ASKED; i++) {
                answers.add(threads.submit(asked::get));
            }
            List<Answer> told = new ArrayList<>();
            for (Future<Answer> answer : answers) {
                told.add(answer.get());
            }
            return told;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertGiven(int given, String otherwise, List<Answer> answers) {
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(given);
        answers.stream().filter(answer -> answer.status() != 201).forEach(answer -> refused(answer, 429, otherwise));
    }

    @Test
    void so_many_tokens_and_not_one_more_until_the_window_has_passed() {
        acme.policy("{\"budget\":{\"window\":\"hour\",\"tokens\":5}}");

        List<Answer> answers = atOnce(() -> acme.token("{}"));

        assertGiven(5, "budget_exhausted", answers);
        Answer refusal = refused(acme.token("{}"), 429, "budget_exhausted");
        assertThat(Long.parseLong(refusal.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1L, 3600L);
        assertThat(acme.audited("token.mint")).hasSize(5);

        CLOCK.turn(Duration.ofHours(1));
        done(acme.token("{}"));
    }

    @Test
    void so_many_dispatches_and_a_refused_call_costs_nothing() {
        acme.policy("{\"budget\":{\"window\":\"hour\",\"dispatches\":3}}");

        assertGiven(3, "budget_exhausted", atOnce(this::call));

        assertThat(acme.ledger("dispatches_used")).isEqualTo(3);
        assertThat(acme.ledger("tokens_used")).isEqualTo(3);
        assertThat(acme.ledger("calls_open")).isEqualTo(3);
        refused(acme.token("{\"room_config\":{\"agents\":[{\"agent_name\":\"demo\"}]}}"), 429, "budget_exhausted");
        done(acme.token("{}"));
    }

    @Test
    void so_many_calls_at_once_and_each_that_ends_makes_room_for_one() {
        acme.policy("{\"concurrent_calls\":3}");

        List<Answer> answers = atOnce(this::call);

        assertGiven(3, "concurrency_exhausted", answers);
        String one = answers.stream()
                .filter(answer -> answer.status() == 201)
                .findFirst()
                .orElseThrow()
                .at("/call_id");
        done(acme.backend().post("/api/v1/calls/" + one + "/end"));
        done(acme.backend().post("/api/v1/calls/" + one + "/end"));
        assertGiven(1, "concurrency_exhausted", atOnce(this::call));
    }

    @Test
    void minutes_are_set_aside_for_a_call_and_what_it_did_not_use_is_given_back() {
        acme.policy("{\"budget\":{\"window\":\"day\",\"minutes\":25}}");

        List<Answer> answers = atOnce(this::call);

        assertGiven(2, "budget_exhausted", answers);
        assertThat(acme.ledger("seconds_reserved")).isEqualTo(1200);
        answers.stream()
                .filter(answer -> answer.status() == 201)
                .forEach(answer -> done(acme.backend().post("/api/v1/calls/" + answer.at("/call_id") + "/end")));
        assertThat(acme.ledger("seconds_reserved")).isZero();
        assertThat(acme.ledger("seconds_used")).isBetween(0L, 120L);
        done(call());
    }

    @Test
    void a_call_that_reached_its_limit_is_ended_and_has_used_no_more_than_was_set_aside() {
        String call = joined();

        CLOCK.turn(Duration.ofMinutes(10));

        until("the call is ended", () -> acme.ledger("calls_open") == 0);
        assertThat(acme.backend().get("/api/v1/calls/" + call).at("/end_reason"))
                .isEqualTo("too_long");
        assertThat(acme.ledger("seconds_reserved")).isZero();
        // The empty room closed within the ten minutes: the agent left at some time in between.
        assertThat(acme.ledger("seconds_used")).isBetween(1L, 600L);
    }

    @Test
    void a_call_whose_dispatch_failed_gives_back_its_slot_and_minutes_at_once_and_costs_none() {
        acme.policy("{\"concurrent_calls\":1}");
        String call = done(call()).at("/call_id");

        CLOCK.turn(DispatchTiming.STANDARD.deadline());
        until("the call is ended", () -> acme.ledger("calls_open") == 0);

        assertThat(acme.backend().get("/api/v1/calls/" + call).at("/end_reason"))
                .isEqualTo("no_agent");
        assertThat(acme.ledger("seconds_reserved")).isZero();
        assertThat(acme.ledger("seconds_used")).isZero();
        assertThat(acme.audited("call.end").getFirst().path("seconds").asLong()).isZero();
        done(call());
    }

    @Test
    void what_a_call_used_is_booked_into_the_hours_it_was_used_in() {
        acme.policy("{\"budget\":{\"window\":\"hour\",\"minutes\":60}}");
        long intoTheHour = CLOCK.instant().getEpochSecond() % 3600;
        CLOCK.turn(Duration.ofSeconds(3600 + 3500 - intoTheHour));
        String call = joined();

        CLOCK.turn(Duration.ofSeconds(400));
        done(acme.backend().post("/api/v1/calls/" + call + "/end"));

        long used = acme.audited("call.end").getFirst().path("seconds").asLong();
        assertThat(used).isGreaterThanOrEqualTo(400);
        assertThat(acme.ledger("seconds_used")).as("since the hour began").isBetween(300L, used - 1);
        assertThat(SERVER.column("SELECT window_start > '" + CLOCK.instant().minusSeconds(1800)
                        + "' FROM tenant_ledger WHERE tenant_id = '" + acme.id() + "'"))
                .as("a window of this hour")
                .containsExactly("t");
    }

    /** A call whose agent has joined. */
    private String joined() {
        acme.livekit().state().registerWorker("demo-worker", WorkerBehaviour.joins());
        return acme.joinedCall("demo").at("/call_id");
    }
}
