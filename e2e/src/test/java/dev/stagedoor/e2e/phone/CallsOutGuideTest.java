// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.phone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.TestServer;
import dev.stagedoor.e2e.Document;
import dev.stagedoor.e2e.Shell;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import dev.stagedoor.sandbox.sip.FarEnd;
import dev.stagedoor.sandbox.sip.SipCall;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On the sandbox's telephones, as {@code stagedoor dev} has no LiveKit SIP. */
@DisplayName("docs/guides/phone-calls.md: what it tells people to type calls somebody, in the order of the page")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
class CallsOutGuideTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String SECRET = "acme-alone-knows-this-secret-of-its-own";
    private static final Document GUIDE =
            Document.of("docs/guides/phone-calls.md").section("## Calls out");
    private static final List<String> BLOCKS = GUIDE.blocks("sh");

    private static SandboxLiveKit livekit;
    private static Shell shell;

    @BeforeAll
    static void a_tenant_with_a_livekit() {
        livekit = SandboxLiveKit.start(0, SandboxKey.of("APIacme", SECRET), SandboxSettings.realTime());
        livekit.state().registerWorker("demo-worker", WorkerBehaviour.joins());
        livekit.state().registerRpcMethod("stagedoor.dtmf", payload -> "{}");
        livekit.sip().otherFarEnds(FarEnd.answers(Duration.ofSeconds(4)));
        shell = GuideShell.withAcme(SERVER, livekit.url(), "APIacme", SECRET);
    }

    @AfterAll
    static void close() {
        livekit.close();
    }

    private static Shell.Ran runs(String block) {
        return shell.run("sh", "-ec", block).must();
    }

    private static SipCall called() {
        List<SipCall> calls = livekit.sip().calls();
        assertThat(calls).isNotEmpty();
        return calls.getLast();
    }

    @Test
    @Order(1)
    void a_number_a_trunk_and_a_country_are_all_that_is_needed() {
        Shell.Ran ran = runs(BLOCKS.get(0));

        assertThat(ran.lines()).hasSize(3);
        assertThat(ran.lines().get(1).at("/state").asText()).isEqualTo("ready");
        assertThat(ran.lines().get(1).at("/address").asText()).isEqualTo("acme.pstn.example.com");
        assertThat(ran.lines().get(2).at("/countries/0").asText()).isEqualTo("GB");
    }

    @Test
    @Order(2)
    void a_call_is_shown_in_the_steps_that_are_printed() {
        Shell.Ran ran = runs(BLOCKS.get(1).strip() + " --no-json");

        assertThat(steps(ran.out())).isEqualTo(steps(GUIDE.blocks("text").getFirst()));
        assertThat(called().to()).isEqualTo("+442079460123");
    }

    /** With neither the ids nor the seconds, which differ each time. */
    private static List<String> steps(String printed) {
        return printed.lines()
                .map(line -> line.replaceAll("(call[_-])\\w+", "$1…").replaceAll("after \\d+ s", "after a while"))
                .toList();
    }

    @Test
    @Order(3)
    void it_is_shown_listed_and_handed_over() {
        String call = shell.stagedoor("dials", "list", "--tenant", "acme").at("/items/0/call_id");

        Shell.Ran ran = runs(BLOCKS.get(2).replace("call_01…", call));

        assertThat(ran.lines().get(0).at("/phone/state").asText()).isEqualTo("answered");
        assertThat(ran.lines().get(1).at("/items/0/call_id").asText()).isEqualTo(call);
        assertThat(ran.lines().get(2).at("/digits").asInt()).isEqualTo(4);
        assertThat(ran.lines().getLast().at("/state").asText()).isEqualTo("completed");
        assertThat(called().transfers()).containsExactly("tel:+442079460199");
    }

    @Test
    @Order(4)
    void whom_agents_may_call_is_shown_and_changed() {
        Shell.Ran ran = runs(BLOCKS.get(3));

        assertThat(BLOCKS).hasSize(4);
        assertThat(ran.lines().get(1).at("/max_duration").asInt()).isEqualTo(600);
        assertThat(ran.lines().get(2).at("/countries").toString()).isEqualTo("[\"GB\"]");
        assertThat(ran.lines().get(2).at("/allowed_types").toString()).doesNotContain("toll_free");
    }
}
