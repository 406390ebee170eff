// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.TwirpCode;
import dev.stagedoor.sandbox.sip.Caller;
import dev.stagedoor.sandbox.sip.FarEnd;
import dev.stagedoor.sandbox.sip.SipCall;
import dev.stagedoor.telephony.TelephonyConfig;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("a call is handed over to a number that may be called, and the carrier is asked once")
@Tag("slow")
class TransferTest {
    @RegisterExtension
    static final TestServer SERVER =
            TestServer.configured(usual -> TestConfig.with(usual, TelephonyConfig.looking(Duration.ofMillis(200))));

    private static final String TO = "+442079460123";
    private static final String OTHER = "+442079460199";
    private static int last;

    private DiallingTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new DiallingTenant(SERVER, "acme-" + ++last, "+4420718388%02d".formatted(last));
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private String talking(Caller.Refer refer) {
        String call = acme.call(TO, FarEnd.answers(Duration.ofMillis(300)).transferring(refer));
        acme.await(call, "answered");
        return call;
    }

    private Answer transfer(String call, String to) {
        return acme.backend().post("/api/v1/calls/" + call + "/transfer", "{\"to\":\"%s\"}".formatted(to));
    }

    private SipCall dialled() {
        return acme.dialled().getFirst();
    }

    @Test
    void the_carrier_takes_the_person_over_and_the_call_ends() {
        String call = talking(Caller.Refer.COMPLETES);

        Answer answer = done(transfer(call, OTHER));

        assertThat(answer.at("/state")).isEqualTo("completed");
        assertThat(dialled().transfers()).containsExactly("tel:" + OTHER);
        acme.awaitEnd(call);
        acme.await(call, "ended");
    }

    @Test
    void where_the_carrier_declines_the_call_goes_on() {
        String call = talking(Caller.Refer.DECLINES);

        Answer answer = done(transfer(call, OTHER));

        assertThat(answer.at("/state")).isEqualTo("failed");
        assertThat(answer.json().at("/sip_status").asInt()).isEqualTo(603);
        assertThat(acme.state(call)).isEqualTo("answered");
        done(transfer(call, OTHER));
        assertThat(dialled().transfers())
                .as("whoever was refused may ask again")
                .hasSize(2);
    }

    @Test
    void where_the_carrier_says_nothing_it_is_not_asked_again_and_the_call_ends_once_the_person_has_left() {
        String call = talking(Caller.Refer.COMPLETES);
        acme.tenant()
                .livekit()
                .faults()
                .once(
                        Fault.failed(TwirpCode.DEADLINE_EXCEEDED, "request timed out"),
                        SandboxMethod.TRANSFER_SIP_PARTICIPANT);

        assertThat(done(transfer(call, OTHER)).at("/state")).isEqualTo("unknown");
        assertThat(done(transfer(call, OTHER)).at("/state")).isEqualTo("unknown");
        refused(transfer(call, "+442079460198"), 409, "conflict");
        assertThat(dialled().transfers()).isEmpty();

        dialled().hangUp();

        acme.awaitEnd(call);
    }

    @ParameterizedTest
    @CsvSource({
        "+12025550143, not_permitted_by_policy",
        "+449012345678, not_permitted_by_policy",
        "999, not_permitted_by_policy",
        "sip:alice@example.com, invalid_request"
    })
    void nobody_is_handed_over_to_a_number_that_may_not_be_called(String to, String code) {
        String call = talking(Caller.Refer.COMPLETES);

        assertThat(refused(transfer(call, to), 422, code).fields()).containsExactly("to");
        assertThat(dialled().transfers()).isEmpty();
    }

    @Test
    void a_transfer_counts_as_a_call_out() {
        acme.allow("{\"countries\":[\"GB\"],\"calls_per_hour\":1}");
        String call = talking(Caller.Refer.COMPLETES);

        refused(transfer(call, OTHER), 429, "rate_limited");
        assertThat(dialled().transfers()).isEmpty();
    }

    @Test
    void nobody_is_handed_over_before_somebody_has_answered() {
        String call = acme.call(TO, FarEnd.neverAnswers());

        refused(transfer(call, OTHER), 409, "conflict");
    }

    @Test
    void a_call_of_another_tenant_is_unknown() {
        String call = talking(Caller.Refer.COMPLETES);
        try (DiallingTenant globex = new DiallingTenant(SERVER, "globex-" + last, "+4420718387%02d".formatted(last))) {
            refused(
                    globex.backend().post("/api/v1/calls/" + call + "/transfer", "{\"to\":\"" + OTHER + "\"}"),
                    404,
                    "not_found");
        }
    }

    @Test
    void a_caller_who_came_by_trunk_is_handed_over_too() {
        String number = acme.number().replace("+", "%2B");
        Answer trunk = done(acme.backend().post("/api/v1/numbers/" + number + "/provision", "{}"));
        SipCall caller = acme.sip()
                .dial(Caller.of("+12025550143", acme.number()).with(trunk.at("/username"), trunk.at("/password")));
        until(
                "the call is found",
                () -> !done(acme.backend().get("/api/v1/calls"))
                        .json()
                        .at("/items")
                        .isEmpty());
        until("the caller is connected", () -> caller.status() == SipCall.Status.ACTIVE);
        String call = done(acme.backend().get("/api/v1/calls")).at("/items/0/id");

        assertThat(done(transfer(call, OTHER)).at("/state")).isEqualTo("completed");

        assertThat(caller.transfers()).containsExactly("tel:" + OTHER);
        acme.awaitEnd(call);
        assertThat(acme.shown(call).at("/phone/direction").asText()).isEqualTo("inbound");
        assertThat(acme.shown(call).at("/phone/from").asText()).isEqualTo("+12025550143");
    }
}
