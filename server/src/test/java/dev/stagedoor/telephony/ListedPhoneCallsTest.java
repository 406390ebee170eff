// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.Scope;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("a call by phone is listed with its numbers, and how far it came")
@Tag("slow")
class ListedPhoneCallsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String CALLER = "+12025550143";
    private static int last;

    private TestTenant acme;
    private FrontEnd frontEnd;
    private String number;

    @BeforeEach
    void aTenantWithANumber() {
        acme = new TestTenant(SERVER, "acme-" + ++last).withAgent("demo");
        number = "+4420718386%02d".formatted(last);
        done(SERVER.operator()
                .post(acme.path("/numbers"), "{\"number\":\"%s\",\"agent_slug\":\"demo\"}".formatted(number)));
        frontEnd = FrontEnd.of(SERVER, acme, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void a_call_is_listed_and_shown_with_its_numbers_and_how_far_it_came() {
        String call = done(frontEnd.report(FrontEnd.call(CALLER, number, "c1"))).at("/join_room/call_id");

        JsonNode listed = done(acme.backend().get("/api/v1/calls")).json().at("/items/0/phone");
        assertThat(listed.at("/direction").asText()).isEqualTo("inbound");
        assertThat(listed.at("/from").asText()).isEqualTo(CALLER);
        assertThat(listed.at("/to").asText()).isEqualTo(number);
        String masked = done(SERVER.with(acme.key(List.of(Scope.CALLS_READ))).get("/api/v1/calls"))
                .json()
                .toString();
        assertThat(masked).contains("\"+1202…43\"").doesNotContain("2025550143").doesNotContain(number);
        JsonNode shown =
                done(acme.backend().get("/api/v1/calls/" + call)).json().at("/phone");
        assertThat(shown.at("/state").asText()).isEqualTo("answered");
        assertThat(shown.at("/answered_at").asText()).isNotEmpty();

        done(acme.backend().post("/api/v1/calls/" + call + "/end", "{}"));

        assertThat(done(acme.backend().get("/api/v1/calls")).at("/items/0/phone/state"))
                .isEqualTo("ended");
    }

    @Test
    void a_call_without_an_agent_is_listed_as_one_that_nobody_answered() {
        done(acme.backend().put("/api/v1/phone-settings", "{\"answer_within\":1}"));
        done(SERVER.operator().put(acme.path("/agents/nobody"), "{\"name\":\"nobody\",\"agent_name\":\"nobody\"}"));
        done(acme.backend().patch("/api/v1/numbers/" + number.replace("+", "%2B"), "{\"agent_slug\":\"nobody\"}"));

        InboundCallTest.rejected(frontEnd.report(FrontEnd.call(CALLER, number, "c1")), 503, "No agents available");

        assertThat(done(acme.backend().get("/api/v1/calls")).at("/items/0/phone/state"))
                .isEqualTo("no_answer");
    }
}
