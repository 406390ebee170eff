// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.TestServer;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.TwirpCode;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.sip.FarEnd;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("a number is dialled once at most, whatever fails")
@Tag("slow")
class DialFaultsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String TO = "+442079460123";
    private static int last;

    private DiallingTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new DiallingTenant(SERVER, "acme-" + ++last, "+4420794604%02d".formatted(last));
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private void whenDialled(Fault fault) {
        acme.tenant().livekit().faults().once(fault, SandboxMethod.CREATE_SIP_PARTICIPANT);
    }

    @Test
    void an_answer_that_is_lost_is_found_in_the_room() {
        whenDialled(Fault.droppedAfter());

        String call = acme.call(TO, FarEnd.answers(Duration.ofSeconds(1)));

        acme.await(call, "answered");
        assertThat(acme.dialled()).hasSize(1);
    }

    @Test
    void a_request_that_is_lost_is_a_failure_once_it_can_no_longer_ring_and_is_not_sent_again() {
        whenDialled(Fault.droppedBefore());

        String call = acme.call(TO, FarEnd.answers(Duration.ofSeconds(1)));

        acme.await(call, "failed");
        acme.awaitEnd(call);
        assertThat(acme.dialled()).isEmpty();
    }

    @Test
    void a_request_that_livekit_refuses_is_a_failure_at_once() {
        whenDialled(Fault.failed(TwirpCode.NOT_FOUND, "twirp error not_found: object cannot be found"));

        String call = acme.call(TO, FarEnd.answers(Duration.ofSeconds(1)));

        acme.await(call, "failed");
        acme.awaitEnd(call);
        assertThat(acme.dialled()).isEmpty();
    }

    @Test
    void a_livekit_that_is_down_when_the_agent_has_joined_calls_nobody_later() {
        acme.tenant().livekit().faults().always(Fault.droppedBefore(), SandboxMethod.CREATE_SIP_PARTICIPANT);
        String call = acme.call(TO, FarEnd.answers(Duration.ofSeconds(1)));
        acme.await(call, "failed");

        acme.tenant().livekit().faults().clear();

        acme.awaitEnd(call);
        assertThat(acme.dialled()).isEmpty();
    }

    @Test
    void a_node_that_dies_before_it_dials_leaves_a_failure_and_nobody_dials_for_it() {
        acme.tenant()
                .livekit()
                .state()
                .registerWorker("slow-worker", WorkerBehaviour.joinsAfter(Duration.ofSeconds(6)));
        acme.tenant().withAgent("slow", "{}");
        String call = done(acme.backend()
                        .post(
                                "/api/v1/calls",
                                "{\"agent_slug\":\"slow\",\"to\":\"%s\",\"wait\":\"none\"}".formatted(TO)))
                .at("/call_id");
        SERVER.sql("UPDATE phone_dials SET look_at = now() WHERE call_id = '" + call + "'");

        acme.await(call, "failed");

        acme.awaitEnd(call);
        until(
                "nothing is left to do",
                () -> SERVER.column("SELECT 1 FROM phone_dials WHERE closing AND call_id = '" + call + "'")
                        .isEmpty());
        assertThat(acme.dialled()).isEmpty();
    }

    @Test
    void a_number_that_is_released_while_the_agent_is_on_its_way_is_not_called_from() {
        acme.tenant()
                .livekit()
                .state()
                .registerWorker("slow-worker", WorkerBehaviour.joinsAfter(Duration.ofSeconds(3)));
        acme.tenant().withAgent("slow", "{}");
        String call = done(acme.backend()
                        .post(
                                "/api/v1/calls",
                                "{\"agent_slug\":\"slow\",\"to\":\"%s\",\"wait\":\"none\"}".formatted(TO)))
                .at("/call_id");
        done(acme.backend().delete("/api/v1/numbers/" + acme.number().replace("+", "%2B")));

        acme.await(call, "failed");

        acme.awaitEnd(call);
        assertThat(acme.dialled()).isEmpty();
    }

    @Test
    void a_country_that_is_closed_while_the_agent_is_on_its_way_is_not_called() {
        acme.tenant()
                .livekit()
                .state()
                .registerWorker("slow-worker", WorkerBehaviour.joinsAfter(Duration.ofSeconds(3)));
        acme.tenant().withAgent("slow", "{}");
        String call = done(acme.backend()
                        .post(
                                "/api/v1/calls",
                                "{\"agent_slug\":\"slow\",\"to\":\"%s\",\"wait\":\"none\"}".formatted(TO)))
                .at("/call_id");
        acme.allow("{}");

        acme.await(call, "failed");

        acme.awaitEnd(call);
        assertThat(acme.dialled()).isEmpty();
    }

    @Test
    void who_was_dialled_into_a_call_that_has_ended_is_taken_out_again() {
        whenDialled(Fault.landsLate(Duration.ofSeconds(3)));
        String call = acme.call(TO, FarEnd.answers(Duration.ofSeconds(1)));

        done(acme.backend().post("/api/v1/calls/" + call + "/end"));

        until("LiveKit dials", () -> !acme.dialled().isEmpty());
        until(
                "nobody is left on the phone",
                () -> acme.dialled().getFirst().ended().isPresent());
        acme.await(call, "ended");
    }

    @Test
    void a_call_whose_server_no_credential_opens_is_not_looked_at_for_ever() {
        String call = acme.call(TO, FarEnd.answers(Duration.ofMillis(300)));
        acme.await(call, "answered");
        done(acme.backend().post("/api/v1/credentials/livekit/revoke", "{\"version\":1}"));
        acme.awaitEnd(call);
        acme.await(call, "ended");

        SERVER.sql("UPDATE phone_dials SET sent_at = sent_at - interval '1 hour' WHERE call_id = '" + call + "'");

        until(
                "nothing is left to do",
                () -> SERVER.column("SELECT 1 FROM phone_dials WHERE closing AND call_id = '" + call + "'")
                        .isEmpty());
    }
}
