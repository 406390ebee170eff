// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dtmf;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.SandboxRefusal;
import dev.stagedoor.sandbox.TwirpCode;
import dev.stagedoor.sandbox.sip.Caller;
import dev.stagedoor.sandbox.sip.SipCall;
import dev.stagedoor.telephony.TelephonyConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("keys are pressed by the call's own agent, and told to nobody else")
@Tag("slow")
class DtmfTest {
    @RegisterExtension
    static final TestServer SERVER =
            TestServer.configured(usual -> TestConfig.with(usual, TelephonyConfig.looking(Duration.ofMillis(200))));

    private static int last;

    private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
    private TestTenant acme;
    private SipCall caller;
    private String call = "";

    @BeforeEach
    void somebodyCalls() {
        acme = new TestTenant(SERVER, "acme-" + ++last).withAgent("demo");
        String number = "+4420718389%02d".formatted(last);
        done(SERVER.operator()
                .post(acme.path("/numbers"), "{\"number\":\"%s\",\"agent_slug\":\"demo\"}".formatted(number)));
        Answer trunk = done(acme.backend().post("/api/v1/numbers/" + number.replace("+", "%2B") + "/provision", "{}"));
        caller = acme.livekit()
                .sip()
                .dial(Caller.of("+12025550143", number).with(trunk.at("/username"), trunk.at("/password")));
        until("the caller is connected", () -> caller.status() == SipCall.Status.ACTIVE);
        until("the agent is there", () -> !calls().isEmpty() && joined());
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private JsonNode calls() {
        return done(acme.backend().get("/api/v1/calls")).json().at("/items");
    }

    private boolean joined() {
        call = calls().at("/0/id").asText();
        return done(acme.backend().get("/api/v1/calls/" + call))
                .at("/dispatches/0/status")
                .equals("joined");
    }

    /** As the demo agent does. */
    private void agentsTakeKeys() {
        acme.livekit().state().registerRpcMethod(Dtmf.METHOD, payload -> {
            taken.add(payload);
            return "{}";
        });
    }

    private Answer press(String digits) {
        return acme.backend().post("/api/v1/calls/" + call + "/dtmf", "{\"digits\":\"%s\"}".formatted(digits));
    }

    @Test
    void the_agent_gets_the_keys_and_the_audit_log_how_many_there_were() {
        agentsTakeKeys();

        Answer answer = done(press("1w23#"));

        assertThat(taken).containsExactly("{\"digits\":\"1w23#\"}");
        assertThat(answer.json().at("/digits").asInt()).isEqualTo(4);
        assertThat(answer.at("/agent")).startsWith("agent-");
        assertThat(acme.audited("call.dtmf"))
                .singleElement()
                .satisfies(
                        entry -> assertThat(entry.toString()).contains("keys").doesNotContain("23#"));
    }

    @Test
    void an_agent_that_takes_no_keys_is_named_with_what_it_lacks() {
        assertThat(refused(press("1"), 409, "conflict").at("/detail")).contains("RPC method stagedoor.dtmf");
    }

    @Test
    void an_agent_that_refuses_leaves_the_call_as_it_is() {
        acme.livekit().state().registerRpcMethod(Dtmf.METHOD, payload -> {
            throw SandboxRefusal.rpc(1701, "not now: secret reason");
        });

        assertThat(refused(press("1"), 409, "conflict").json().toString()).doesNotContain("secret reason");
        assertThat(caller.status()).isEqualTo(SipCall.Status.ACTIVE);
    }

    @Test
    void an_agent_that_says_nothing_is_not_asked_again() {
        agentsTakeKeys();
        acme.livekit()
                .faults()
                .once(
                        Fault.failed(TwirpCode.CANCELED, "twirp error unknown: RpcError 1502: Response timeout"),
                        SandboxMethod.PERFORM_RPC);

        assertThat(refused(press("1"), 503, "provider_unavailable").at("/detail"))
                .contains("may have done so");
        assertThat(taken).isEmpty();
    }

    @Test
    void without_anybody_on_the_phone_nothing_is_pressed() {
        agentsTakeKeys();
        caller.hangUp();

        refused(press("1"), 409, "conflict");
        assertThat(taken).isEmpty();
    }

    @Test
    void a_call_of_another_tenant_is_unknown() {
        agentsTakeKeys();
        try (TestTenant globex = new TestTenant(SERVER, "globex-" + last)) {
            refused(globex.backend().post("/api/v1/calls/" + call + "/dtmf", "{\"digits\":\"1\"}"), 404, "not_found");
        }
        assertThat(taken).isEmpty();
    }

    @Test
    void a_suspended_tenants_agents_press_nothing() {
        agentsTakeKeys();
        done(SERVER.operator().post(acme.path("/suspend"), "{}"));

        refused(press("1"), 403, "tenant_suspended");
        assertThat(taken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1,2", "1 2", "w-", "12\\u0000", "x", "\\u0661"})
    void other_characters_are_not_keys(String digits) {
        agentsTakeKeys();

        assertThat(refused(press(digits), 422, "invalid_request").fields()).containsExactly("digits");
        assertThat(taken).isEmpty();
    }

    @Test
    void at_most_64_keys_are_pressed_at_once() {
        agentsTakeKeys();

        done(press("1".repeat(64)));
        assertThat(refused(press("1".repeat(65)), 422, "invalid_request").fields())
                .containsExactly("digits");
        assertThat(taken).hasSize(1);
    }
}
