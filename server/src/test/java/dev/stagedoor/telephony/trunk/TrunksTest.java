// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.trunk;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.sandbox.AgentSpec;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.sip.DispatchRuleView;
import dev.stagedoor.sandbox.sip.InboundTrunkView;
import dev.stagedoor.sandbox.sip.SandboxSip;
import dev.stagedoor.telephony.TelephonyConfig;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("I1: a number's trunk is in its tenant's own project, once, and only while the number is the tenant's")
@Tag("slow")
public class TrunksTest {
    @RegisterExtension
    static final TestServer SERVER =
            TestServer.configured(usual -> TestConfig.with(usual, TelephonyConfig.looking(Duration.ofMillis(200))));

    private static int last;

    private TestTenant acme;
    private TestTenant globex;
    private String number;

    @BeforeEach
    void twoTenants() {
        number = "+4420718389%02d".formatted(++last);
        acme = new TestTenant(SERVER, "acme-" + last).withAgent("demo").withAgent("other");
        globex = new TestTenant(SERVER, "globex-" + last).withAgent("demo");
        own(acme, number);
    }

    static void own(TestTenant tenant, String number) {
        done(SERVER.operator()
                .post(tenant.path("/numbers"), "{\"number\":\"%s\",\"agent_slug\":\"demo\"}".formatted(number)));
    }

    @AfterEach
    void close() {
        acme.close();
        globex.close();
    }

    private String at() {
        return "/api/v1/numbers/" + number.replace("+", "%2B");
    }

    private Answer provision(String body) {
        return acme.backend().post(at() + "/provision", body);
    }

    private Answer show() {
        return done(acme.backend().get(at() + "/provision"));
    }

    private SandboxSip sip() {
        return acme.livekit().sip();
    }

    private List<InboundTrunkView> trunks() {
        return sip().listInboundTrunks(List.of(), List.of());
    }

    private List<DispatchRuleView> rules() {
        return sip().listDispatchRules(List.of(), List.of());
    }

    /** The LiveKit names of the agents that a rule starts. */
    public static List<String> agents(DispatchRuleView rule) {
        return Objects.requireNonNull(rule.roomConfig()).agents().stream()
                .map(AgentSpec::agentName)
                .toList();
    }

    @Test
    void provisioning_writes_one_trunk_and_one_rule_that_names_it() {
        Answer answer = done(provision("{}"));

        assertThat(answer.at("/state")).as("%s", answer).isEqualTo("ready");
        assertThat(trunks()).singleElement().satisfies(trunk -> {
            assertThat(trunk.id()).isEqualTo(answer.at("/trunk_id"));
            assertThat(trunk.numbers()).containsExactly(number);
        });
        assertThat(rules()).singleElement().satisfies(rule -> {
            assertThat(rule.id()).isEqualTo(answer.at("/rule_id"));
            assertThat(rule.trunkIds()).containsExactly(answer.at("/trunk_id"));
            assertThat(agents(rule)).containsExactly("demo-worker");
        });
        assertThat(globex.livekit().sip().listInboundTrunks(List.of(), List.of()))
                .isEmpty();
    }

    @Test
    void the_password_is_shown_once_and_stays_the_same() {
        Answer first = done(provision("{}"));
        Answer second = done(provision("{}"));

        assertThat(first.at("/password")).hasSizeGreaterThan(20);
        assertThat(first.at("/username")).isEqualTo("sd-" + number.substring(1));
        assertThat(second.json().has("password")).isFalse();
        assertThat(show().json().has("password")).isFalse();
        assertThat(trunks())
                .singleElement()
                .satisfies(trunk -> assertThat(trunk.toString()).doesNotContain(first.at("/password")));
    }

    @Test
    void provisioning_ten_times_at_once_still_writes_one() throws Exception {
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = IntStream.range(0, 10)
                    .mapToObj(i -> pool.submit(() -> provision("{}")))
                    .toList();
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).as("%s", answer.get()).isIn(200, 409, 503);
            }
        }
        done(provision("{}"));

        assertThat(trunks()).hasSize(1);
        assertThat(rules()).hasSize(1);
    }

    @Test
    void what_somebody_changed_or_removed_is_shown_and_repaired() {
        Answer first = done(provision("{}"));
        sip().deleteDispatchRule(first.at("/rule_id"));
        Answer drifted = show();
        assertThat(drifted.at("/state")).isEqualTo("drifted");
        assertThat(drifted.json().at("/drift").toString()).contains("rule is missing");

        Answer repaired = done(provision("{}"));

        assertThat(repaired.at("/state")).as("%s", repaired).isEqualTo("ready");
        assertThat(repaired.at("/trunk_id")).isEqualTo(first.at("/trunk_id"));
        assertThat(rules()).hasSize(1);

        sip().deleteTrunk(first.at("/trunk_id"));
        assertThat(show().json().at("/drift").toString()).contains("trunk is missing");
        assertThat(done(provision("{}")).at("/state")).isEqualTo("ready");
        assertThat(trunks()).hasSize(1);
    }

    @Test
    void a_rule_that_lets_anybody_in_is_reported() {
        done(provision("{}"));
        sip().createDispatchRule(DispatchRuleView.individual("open"));

        assertThat(show().json().at("/drift").toString()).contains("anybody can call in");
    }

    @Test
    void a_foreign_trunk_with_the_number_is_neither_used_nor_touched() {
        InboundTrunkView foreign = sip().createInboundTrunk(InboundTrunkView.of(number));

        Answer answer = refused(provision("{}"), 409, "conflict");

        assertThat(answer.at("/detail")).contains(foreign.id());
        assertThat(trunks()).hasSize(1);
        assertThat(rules()).isEmpty();
    }

    @Test
    void another_agent_of_the_number_is_written_by_itself() {
        done(provision("{}"));
        done(acme.backend().patch(at(), "{\"agent_slug\":\"other\"}"));

        until("the rule names the other agent", () -> agents(rules().getFirst()).equals(List.of("other-worker")));
        assertThat(show().at("/state")).isEqualTo("ready");
    }

    @Test
    void a_suspended_tenants_number_lets_nobody_in_and_a_resumed_ones_does_again() {
        done(provision("{}"));
        done(SERVER.operator().post(acme.path("/suspend")));
        until("nothing is left", () -> trunks().isEmpty() && rules().isEmpty());

        done(SERVER.operator().post(acme.path("/resume")));
        until("it is written again", () -> trunks().size() == 1 && rules().size() == 1);
    }

    @Test
    void a_released_number_leaves_nothing_behind() {
        done(provision("{}"));
        done(acme.backend().delete(at()));

        until("nothing is left", () -> trunks().isEmpty() && rules().isEmpty());
        until(
                "nor here",
                () -> SERVER.column("SELECT number FROM number_trunks WHERE number = '" + number + "'")
                        .isEmpty());
    }

    @Test
    void withdrawing_takes_it_out_and_the_number_stays() {
        done(provision("{}"));
        done(acme.backend().delete(at() + "/provision"));

        assertThat(trunks()).isEmpty();
        assertThat(rules()).isEmpty();
        refused(acme.backend().get(at() + "/provision"), 404, "not_found");
        done(acme.backend().get(at()));
    }

    @Test
    void what_was_withdrawn_while_it_was_being_written_leaves_nothing_behind() throws Exception {
        acme.livekit().faults().once(Fault.delayed(Duration.ofSeconds(1)), SandboxMethod.CREATE_SIP_DISPATCH_RULE);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> writing = pool.submit(() -> provision("{}"));
            until("it is being written", () -> !trunks().isEmpty());
            SERVER.sql("DELETE FROM number_trunks WHERE number = '" + number + "'");
            refused(writing.get(), 404, "not_found");
        }

        assertThat(trunks()).isEmpty();
        assertThat(rules()).isEmpty();
    }

    @Test
    void only_a_confirmed_number_of_the_tenant_is_provisioned() {
        refused(globex.backend().post(at() + "/provision", "{}"), 404, "not_found");
        done(globex.backend().post("/api/v1/numbers", "{\"number\":\"%s\",\"agent_slug\":\"demo\"}".formatted(number)));
        refused(globex.backend().post(at() + "/provision", "{}"), 409, "conflict");
        assertThat(globex.livekit().sip().listInboundTrunks(List.of(), List.of()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[\"sip.example.com\"]",
                "[\"0.0.0.0/0\"]",
                "[\"300.1.1.1\"]",
                "[\"10.0.0.0/33\"]",
                "[\"::/0\"]"
            })
    void without_a_password_calls_come_from_real_addresses_only(String addresses) {
        Answer answer = refused(
                provision("{\"password\":false,\"allowed_addresses\":" + addresses + "}"), 422, "invalid_request");

        assertThat(answer.fields()).containsExactly("allowed_addresses");
        assertThat(trunks()).isEmpty();
    }

    @Test
    void a_carriers_addresses_may_take_the_place_of_the_password() {
        done(provision("{\"password\":false,\"allowed_addresses\":[\"54.172.60.0/30\",\"2001:db8::/32\"]}"));

        assertThat(trunks())
                .singleElement()
                .satisfies(trunk ->
                        assertThat(trunk.allowedAddresses()).containsExactly("54.172.60.0/30", "2001:db8::/32"));
        assertThat(show().json().has("username")).isFalse();
    }
}
