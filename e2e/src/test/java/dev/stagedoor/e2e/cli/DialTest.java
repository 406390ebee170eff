// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static dev.stagedoor.e2e.cli.Scene.must;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.e2e.Await;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.sip.Caller;
import dev.stagedoor.sandbox.sip.FarEnd;
import dev.stagedoor.sandbox.sip.SipCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("stagedoor calls dial shows what becomes of a call, and what lets a number be called")
@Tag("slow")
class DialTest {
    @RegisterExtension
    static final Scene SCENE = new Scene();

    private static final String NUMBER = "+442079460100";
    private static final String OTHER = "+442079460199";
    private static final Pattern STEPS = Pattern.compile("(?m)^(\\w+) ");
    private static int last = 10;

    private static Cli acme;

    /** A new one for each test, so that none reaches a limit of another. */
    private final String to = "+4420794601" + ++last;

    @BeforeAll
    static void a_tenant_that_may_call_britain() {
        SCENE.acme();
        acme = SCENE.tenant("acme");
        must(SCENE.operator().run("numbers add " + NUMBER + " --agent demo --tenant acme"));
        must(acme.run("outbound-trunk set --address sip.example.com"));
        must(operator("dial-settings set --country GB --calls-per-prefix 1000 --calls-per-hour 1000"
                + " --concurrent-calls 50"));
    }

    @AfterEach
    void nobody_is_left_on_the_phone() {
        must(acme.run("calls list --status open --all"))
                .json()
                .at("/items")
                .findValuesAsText("id")
                .forEach(call -> must(acme.run("calls end --yes " + call)));
    }

    private static Cli.Run operator(String command) {
        return SCENE.operator().run(command + " --tenant acme");
    }

    private String dial(String more) {
        return "calls dial --agent demo --to " + to + more;
    }

    private void farEnd(FarEnd farEnd) {
        SCENE.livekit().sip().farEnd(to, farEnd);
    }

    private List<SipCall> dialled() {
        return SCENE.livekit().sip().calls().stream()
                .filter(call -> call.to().equals(to))
                .toList();
    }

    private static List<String> steps(Cli.Run run) {
        return STEPS.matcher(run.out()).results().map(step -> step.group(1)).toList();
    }

    @Test
    void each_step_is_a_line_until_somebody_answers() {
        farEnd(FarEnd.answers(Duration.ofSeconds(4)));

        Cli.Run run = must(acme.onTerminal(100).run(dial(" --wait answered")));

        assertThat(steps(run)).containsExactly("call", "room", "dialing", "ringing", "answered");
        assertThat(run.out())
                .containsPattern("(?m)^call +call_\\w+, from \\+4420…00 to \\+4420…" + last + "$")
                .containsPattern("(?m)^room +acme\\.\\S+, where the agent is: demo$")
                .containsPattern("(?m)^answered +somebody is on the phone, after [4-9] s$");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void a_key_that_may_see_numbers_is_shown_them() {
        assertThat(must(SCENE.operator().onTerminal(100).run(dial(" --tenant acme")))
                        .out())
                .contains("from " + NUMBER + " to " + to);
    }

    @Test
    void without_waiting_it_says_how_to_look_later() {
        farEnd(FarEnd.neverAnswers());

        Cli.Run placed = must(acme.onTerminal(100).run(dial(" --wait none")));
        assertThat(steps(placed)).containsExactly("call", "room", "dialing");
        assertThat(placed.out()).contains("where the agent is sent: demo");
        assertThat(placed.err()).matches("Next: stagedoor calls show call_\\w+\n");

        Cli.Run dialed = must(acme.run(dial("").replace(to, OTHER)));
        assertThat(dialed.at("/phone/state")).isIn("dialing", "ringing");
        assertThat(dialed.at("/phone/to")).isEqualTo("+4420…99");
    }

    @Test
    void somebody_who_does_not_answer_is_a_failed_check() {
        farEnd(FarEnd.busy());

        Cli.Run seen = acme.onTerminal(100).run(dial(" --wait answered"));
        assertThat(seen.code()).isEqualTo(1);
        assertThat(seen.out()).containsPattern("(?m)^busy +the line is busy, .*\\(SIP 486\\), after \\d+ s$");
        assertThat(seen.err()).startsWith("Next: stagedoor calls show call_");

        Cli.Run json = acme.run(dial(" --wait answered --max-duration 60"));
        assertThat(json.code()).isEqualTo(1);
        assertThat(json.at("/phone/state")).isEqualTo("busy");
        assertThat(json.at("/phone/sip_status")).isEqualTo("486");
    }

    @Test
    void it_rings_no_longer_than_it_may() {
        farEnd(FarEnd.neverAnswers());

        Cli.Run run = acme.run(dial(" --wait answered --ring-timeout 5s"));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.at("/phone/state")).isEqualTo("no_answer");
    }

    @Test
    void it_ends_when_it_has_lasted_as_long_as_was_asked_for() {
        farEnd(FarEnd.answers(Duration.ofMillis(200)));
        must(acme.run(dial(" --wait answered --max-duration 10s --dtmf w1#")));

        Await.until(
                "LiveKit hangs up",
                Duration.ofSeconds(20),
                () -> dialled().getFirst().bye());

        assertThat(Duration.between(
                        dialled().getFirst().answered().orElseThrow(),
                        dialled().getFirst().ended().orElseThrow()))
                .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(12));
    }

    @Test
    void repeated_with_its_idempotency_key_nobody_is_called_again() {
        String command = dial(" --from " + NUMBER + " --context order=17 --idempotency-key order-17");

        String call = must(acme.run(command)).at("/call_id");

        assertThat(must(acme.run(command)).at("/call_id")).isEqualTo(call);
        assertThat(dialled()).hasSize(1);
        assertThat(acme.run(dial(" --idempotency-key ä")).code()).isEqualTo(2);
    }

    @Test
    void an_answer_that_is_lost_is_one_call() throws Exception {
        try (LossyWay way = new LossyWay(SCENE.server().url())) {
            must(acme.with("STAGEDOOR_URL", way.url()).run(dial("")));

            assertThat(way.connections()).isEqualTo(2);
            assertThat(dialled()).hasSize(1);
        }
    }

    /** What a refusal says to do, without who may do it. */
    private static String wayOut(Cli.Run refused) {
        assertThat(refused.code()).as(refused.out() + refused.err()).isEqualTo(3);
        Matcher hint = Pattern.compile("(?m)^  an operator can allow it: stagedoor (.*)$")
                .matcher(refused.err());
        assertThat(hint.find()).as(refused.err()).isTrue();
        return hint.group(1);
    }

    @ParameterizedTest
    @CsvSource({
        "+12025550143, to: is in a country that, --country US, --no-country US",
        "+449012345678, to: is of a type that, --allow-type premium_rate, --no-type premium_rate"
    })
    void a_refusal_names_the_command_that_lets_the_number_be_called(
            String number, String words, String option, String back) {
        String command = "calls dial --agent demo --tenant acme --to " + number;

        Cli.Run refused = SCENE.operator().run(command);

        assertThat(refused.err()).contains("stagedoor: " + words, "code not_permitted_by_policy");
        assertThat(wayOut(refused)).isEqualTo("dial-settings set " + option + " --tenant acme");
        must(SCENE.operator().run(wayOut(refused)));
        must(SCENE.operator().run(command));
        must(operator("dial-settings set " + back));
    }

    @ParameterizedTest
    @CsvSource({
        "--calls-per-destination, 0, 5",
        "--calls-per-prefix, 0, 1000",
        "--calls-per-hour, 0, 1000",
        "--calls-per-day, 0, 300",
        "--concurrent-calls, 0, 50"
    })
    void a_limit_names_the_option_that_raises_it(String option, int few, int before) {
        must(acme.run("dial-settings set " + option + " " + few));

        assertThat(wayOut(acme.run(dial("")))).isEqualTo("dial-settings set " + option + " N");

        must(operator("dial-settings set " + option + " " + before));
        must(acme.run(dial("")));
    }

    @Test
    void a_cap_on_what_calls_may_cost_names_what_a_number_needs_and_the_option_that_raises_it() {
        must(acme.run("dial-settings set --spend-per-day 0.01"));

        Cli.Run unpriced = acme.run(dial(""));
        assertThat(unpriced.code()).isEqualTo(3);
        assertThat(unpriced.err())
                .contains("to: is a number without a price", "stagedoor call-prices set +4420 --per-minute USD");

        must(operator("call-prices set +44 --per-minute 0.02"));
        Cli.Run refused = acme.run(dial(""));
        assertThat(refused.err()).contains("spend_per_day", "it opens again at ", "code budget_exhausted");
        assertThat(wayOut(refused)).isEqualTo("dial-settings set --spend-per-day N");

        must(operator("dial-settings set --spend-per-day 5 --spend-per-call 0.05"));
        assertThat(must(acme.onTerminal(100).run(dial(" --max-duration 10m"))).err())
                .contains("it may last 120 s: ", "a cap on what calls may cost");
        must(operator("dial-settings set --no-spend-cap day --no-spend-cap call"));
        must(operator("call-prices remove +44"));
    }

    @Test
    void what_no_setting_allows_has_no_way_out() {
        Cli.Run emergency = acme.run("calls dial --agent demo --to 999");
        assertThat(emergency.code()).isEqualTo(3);
        assertThat(emergency.err())
                .contains("take a phone and call it yourself")
                .doesNotContain("dial-settings")
                .doesNotContain("an operator");

        Cli.Run noNumber = acme.run("calls dial --agent demo --to 02079460123");
        assertThat(noNumber.code()).isEqualTo(3);
        assertThat(noNumber.err()).contains("to: must be in E.164");
    }

    @Test
    void a_number_that_is_not_the_tenants_and_a_tenant_without_a_trunk_are_told_apart() {
        Cli.Run from = acme.run(dial(" --from " + OTHER));
        assertThat(from.code()).isEqualTo(3);
        assertThat(from.err())
                .contains("from: is no number of", "\n  the numbers to call from: stagedoor outbound-trunk show");

        must(acme.run("outbound-trunk delete --yes"));
        Cli.Run trunk = SCENE.operator().run(dial(" --tenant acme"));
        assertThat(trunk.code()).isEqualTo(3);
        assertThat(trunk.err())
                .contains("\n  stagedoor outbound-trunk set --address HOST --username NAME --tenant acme\n");
        must(acme.run("outbound-trunk set --address sip.example.com"));
    }

    @Test
    void without_an_agent_nobody_is_called() {
        SCENE.livekit().state().registerWorker("unwilling-worker", WorkerBehaviour.refuses());
        must(acme.run("agents create unwilling --agent-name unwilling-worker --join-timeout-seconds 1"));

        Cli.Run run = acme.run(dial("").replace("demo", "unwilling"));

        assertThat(run.code()).as(run.err()).isEqualTo(4);
        assertThat(run.err())
                .contains("\n  why it did not come: stagedoor dispatches list --status failed\n")
                .contains("code agent_not_available");
        assertThat(dialled()).isEmpty();
    }

    private String talking(Caller.Refer refer) {
        farEnd(FarEnd.answers(Duration.ofMillis(300)).transferring(refer));
        return must(acme.run(dial(" --wait answered"))).at("/call_id");
    }

    @Test
    void a_call_is_shown_with_its_phones_side() {
        String call = talking(Caller.Refer.COMPLETES);

        assertThat(must(acme.onTerminal(100).run("calls show " + call)).out())
                .containsPattern("phone +outbound\n")
                .containsPattern("from +\\+4420…00\n")
                .containsPattern("to +\\+4420…" + last + "\n")
                .containsPattern("phone state +answered\n")
                .containsPattern("answered +\\d{4}-")
                .doesNotContain(to.substring(1));
        assertThat(must(SCENE.operator().onTerminal(100).run("calls show --tenant acme " + call))
                        .out())
                .containsPattern("to +\\" + to + "\n");
    }

    @Test
    void a_call_is_handed_over() {
        String call = talking(Caller.Refer.COMPLETES);

        Cli.Run run = must(acme.run("calls transfer " + call + " --to " + OTHER));

        assertThat(run.at("/state")).isEqualTo("completed");
        assertThat(dialled().getFirst().transfers()).containsExactly("tel:" + OTHER);
        Cli.Run again = acme.run("calls transfer " + call + " --to " + OTHER);
        assertThat(again.code()).isEqualTo(3);
        assertThat(again.err()).contains("\n  stagedoor calls show " + call + " says how far it is\n");
    }

    @Test
    void a_transfer_that_is_declined_is_a_failed_check_and_one_that_may_not_be_is_told_why() {
        String call = talking(Caller.Refer.DECLINES);

        Cli.Run declined = acme.onTerminal(100).run("calls transfer " + call + " --to " + OTHER);
        assertThat(declined.code()).isEqualTo(1);
        assertThat(declined.out())
                .containsPattern("state +failed: the call goes on\n")
                .containsPattern("sip status +603\n");

        assertThat(wayOut(acme.run("calls transfer " + call + " --to +12025550143")))
                .isEqualTo("dial-settings set --country US");
        assertThat(dialled().getFirst().transfers()).hasSize(1);
    }

    @Test
    void an_agent_presses_keys_if_it_has_learnt_to() {
        String call = talking(Caller.Refer.COMPLETES);
        Cli.Run unable = acme.run("calls dtmf " + call + " 1");
        assertThat(unable.code()).isEqualTo(3);
        assertThat(unable.err()).contains("it has not registered the RPC method stagedoor.dtmf", "calls show " + call);

        List<String> asked = new ArrayList<>();
        SCENE.livekit().state().registerRpcMethod("stagedoor.dtmf", payload -> {
            asked.add(payload);
            return "{}";
        });
        Cli.Run pressed = must(acme.run("calls dtmf " + call + " 1w23#"));
        assertThat(pressed.at("/digits")).as("a w is no key").isEqualTo("4");
        assertThat(pressed.at("/agent")).startsWith("agent-");
        Cli.Run pin = must(acme.typing("4711").onTerminal(80).run("calls dtmf " + call + " -"));

        assertThat(asked).containsExactly("{\"digits\":\"1w23#\"}", "{\"digits\":\"4711\"}");
        assertThat(pin.out()).containsPattern("keys +4\n").doesNotContain("4711");
        Cli.Run wrong = acme.run("calls dtmf " + call + " 12E");
        assertThat(wrong.code()).isEqualTo(3);
        assertThat(wrong.err()).contains("digits: must be");
    }

    @Test
    void calls_out_are_listed_by_what_is_asked_for_page_by_page() {
        farEnd(FarEnd.busy());
        String busy = acme.run(dial(" --wait answered")).at("/call_id");
        String open = must(acme.run(dial(" --idempotency-key another"))).at("/call_id");

        String both = "dials list --called " + to;
        Cli.Run first = must(acme.run(both + " --limit 1"));
        assertThat(first.json().findValuesAsText("call_id")).containsExactly(open);
        Cli.Run second = must(acme.run(both + " --limit 1 --after " + first.at("/next")));
        assertThat(second.json().findValuesAsText("call_id")).containsExactly(busy);
        assertThat(must(acme.run(both + " --all --agent demo")).json().findValuesAsText("call_id"))
                .containsExactly(open, busy);
        assertThat(must(acme.run(both + " --agent other")).json().at("/items")).isEmpty();
        assertThat(must(acme.run(both + " --to 2020-01-01T00:00:00Z")).json().at("/items"))
                .isEmpty();
        assertThat(must(acme.onTerminal(160).run(both + " --state busy")).out())
                .containsPattern(busy + " +busy +486 +demo +\\+4420…00 +\\+4420…" + last + " +GB ");
        assertThat(acme.run("dials list --state tired").code()).isEqualTo(3);
    }
}
