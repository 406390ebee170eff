// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.errors.RateLimitException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import dev.stagedoor.conformance.LiveKitContract;
import dev.stagedoor.conformance.Target;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AddressPolicy;
import dev.stagedoor.livekit.api.CreateDispatch;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.sip.CreateSipParticipant;
import dev.stagedoor.livekit.sip.DispatchRule;
import dev.stagedoor.livekit.sip.InboundTrunk;
import dev.stagedoor.livekit.sip.OutboundTrunk;
import dev.stagedoor.livekit.sip.Routing;
import dev.stagedoor.livekit.sip.SipCredential;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeCall;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import dev.stagedoor.sandbox.sip.Caller;
import dev.stagedoor.sandbox.sip.DialRequest;
import dev.stagedoor.sandbox.sip.DispatchRuleView;
import dev.stagedoor.sandbox.sip.FarEnd;
import dev.stagedoor.sandbox.sip.InboundTrunkView;
import dev.stagedoor.sandbox.sip.OutboundTrunkView;
import dev.stagedoor.sandbox.sip.SipCall;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's snippets are the bodies of these tests, verbatim. */
final class ReadmeTest {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void an_unknown_outcome_over_http() {
        // README: over HTTP
        try (SandboxLiveKit sandbox = SandboxLiveKit.start(
                        0, SandboxKey.of("APIacme", "a-secret-of-acme"), SandboxSettings.realTime());
                LiveKitClient client = LiveKitClient.create(AddressPolicy.ANYWHERE)) {
            Project acme =
                    Project.of(ServerUrl.parse(sandbox.url().toString()), ApiKey.of("APIacme", "a-secret-of-acme"));
            sandbox.state().registerWorker("greeter", WorkerBehaviour.joins());

            sandbox.faults().once(Fault.droppedAfter(), SandboxMethod.CREATE_DISPATCH);
            try {
                client.dispatches(acme).createDispatch(CreateDispatch.of("lobby", "greeter", ""));
            } catch (LiveKitException.NoAnswer lost) {
                assertThat(lost.outcomeUnknown()).isTrue();
            }
            assertThat(client.rooms(acme).listRooms("lobby")).hasSize(1);
            assertThat(sandbox.calls().all()).allMatch(call -> call.apiKey().equals("APIacme"));
        }
        // README: end
    }

    @Test
    void stepped_time_in_memory() {
        // README: in memory
        SandboxClock clock = SandboxClock.at(Instant.EPOCH);
        Sandbox sandbox = new Sandbox(SandboxSettings.stepped(clock, 42));
        sandbox.state().registerWorker("greeter", WorkerBehaviour.acceptsOnly(), WorkerBehaviour.joins());
        sandbox.faults().times(2, Fault.tooManyRequests(Duration.ofSeconds(1)), SandboxMethod.CREATE_ROOM);

        Outcome<RoomView> made = sandbox.call(
                SandboxMethod.CREATE_ROOM,
                state -> state.createRoom(RoomSpec.named("lobby").withAgents(new AgentSpec("greeter", ""))));
        assertThat(made).isInstanceOf(Outcome.Refused.class);
        sandbox.advance(Duration.ofMinutes(5));
        // README: end
        assertThat(sandbox.faults().pending()).isEqualTo(1);
    }

    @Test
    void a_call_that_rings_until_it_is_heard() {
        // README: telephony
        SandboxClock clock = SandboxClock.at(Instant.EPOCH);
        SandboxState state = new Sandbox(SandboxSettings.stepped(clock, 42)).state();
        state.registerWorker("greeter", WorkerBehaviour.joins().publishingAfter(Duration.ofSeconds(2)));
        state.warmWorkers();
        InboundTrunkView trunk = state.sip()
                .createInboundTrunk(InboundTrunkView.of("+442079460100").withLogin("acme", "a-password-of-acme"));
        state.sip()
                .createDispatchRule(
                        DispatchRuleView.individual("call", trunk.id()).withAgents(new AgentSpec("greeter", "")));

        SipCall call =
                state.sip().dial(Caller.of("+442079460199", "+442079460100").with("acme", "a-password-of-acme"));
        clock.advance(Duration.ofSeconds(2));
        assertThat(call.status()).isEqualTo(SipCall.Status.RINGING);
        clock.advance(Duration.ofSeconds(1));
        assertThat(call.status()).isEqualTo(SipCall.Status.ACTIVE);

        state.sip().farEnd("+442079460177", FarEnd.busy());
        OutboundTrunkView carrier =
                state.sip().createOutboundTrunk(OutboundTrunkView.to("sip.example.com", "+442079460100"));
        assertThatThrownBy(() -> state.sip()
                        .createParticipant(DialRequest.of(carrier.id(), "+442079460177", "lobby", "bob")
                                .with(DialRequest.Options.WAITING)))
                .hasMessageContaining("sip status 486");
        // README: end
    }

    @Test
    void the_librarys_example_of_telephony() {
        try (SandboxLiveKit sandbox = SandboxLiveKit.start(
                        0,
                        SandboxKey.of("APIacme", "a-secret-of-acme"),
                        SandboxSettings.stepped(SandboxClock.at(Instant.now()), 42));
                LiveKitClient client = LiveKitClient.create(AddressPolicy.ANYWHERE)) {
            sandbox.sip().otherFarEnds(FarEnd.busy());
            Project project =
                    Project.of(ServerUrl.parse(sandbox.url().toString()), ApiKey.of("APIacme", "a-secret-of-acme"));
            // README: SIP
            var sip = client.sip(project);
            var trunk = sip.createInboundTrunk(InboundTrunk.forNumbers("+442079460100")
                    .credential(SipCredential.of("acme", "a-password-of-acme"))
                    .ringingTimeout(Duration.ofSeconds(30))
                    .build());
            var clerk = RoomConfiguration.builder()
                    .agent(RoomAgentDispatch.of("clerk", "{}"))
                    .build();
            sip.createDispatchRule(DispatchRule.forTrunks(Routing.individual("call"), trunk.sipTrunkId())
                    .roomConfig(clerk)
                    .build());

            var carrier = sip.createOutboundTrunk(
                    OutboundTrunk.to("sip.example.com", "+442079460100").build());
            try {
                sip.createSipParticipant(
                        CreateSipParticipant.dialling(carrier.sipTrunkId(), "+442079460199", "lobby", "alice")
                                .waitUntilAnswered(true)
                                .build());
            } catch (LiveKitException.CallFailed failed) {
                System.out.println(failed.sipStatusCode() == 486 ? "busy" : "failed");
            }
            // README: end
            assertThat(sandbox.sip().calls()).hasSize(1);
        }
    }

    @Test
    void a_model_that_is_asked_twice() {
        // README: Claude
        try (SandboxClaude claude = SandboxClaude.start(0, ClaudeSettings.realTime(), "sk-ant-acme")) {
            claude.when(Asked.with("sk-ant-acme"))
                    .onCall(2)
                    .answer(Answer.fails(429).retryAfter(Duration.ofSeconds(1)));
            AnthropicClient client = AnthropicOkHttpClient.builder()
                    .baseUrl(claude.url().toString())
                    .apiKey("sk-ant-acme")
                    .maxRetries(0)
                    .build();
            MessageCreateParams question = MessageCreateParams.builder()
                    .model("claude-haiku-4-5")
                    .maxTokens(100)
                    .system("You are a critic. Be brief.")
                    .addUserMessage("Review this plan.")
                    .build();

            Message message = client.messages().create(question);
            assertThat(message.content().getFirst().asText().text())
                    .isEqualTo("[You are a critic] Sandbox answer to: \"Review this plan.\"");
            assertThatThrownBy(() -> client.messages().create(question)).isInstanceOf(RateLimitException.class);
            assertThat(claude.calls().with("sk-ant-acme"))
                    .extracting(ClaudeCall::status)
                    .containsExactly(200, 429);
        }
        // README: end
    }

    @Test
    void the_contract_in_junit() {
        // README: the contract
        class OurServerTest extends LiveKitContract {
            private static final Target OURS =
                    new Target(URI.create("http://127.0.0.1:7880"), "devkey", "secret-of-devkey");

            @Override
            public Target target() {
                return OURS;
            }
        }
        // README: end
        assertThat(new OurServerTest().fresh()).isNotEqualTo(new OurServerTest().fresh());
    }

    @Test
    void the_readme_shows_what_was_run() throws IOException {
        String source = flat(Files.readString(find("src/test/java/dev/stagedoor/sandbox/ReadmeTest.java")));
        Matcher snippets = JAVA.matcher(Files.readString(find("README.md")));
        int seen = 0;
        while (snippets.find()) {
            assertThat(source).contains(flat(snippets.group(1)));
            seen++;
        }
        assertThat(seen).isEqualTo(5);
        String library = Files.readString(find("../livekit/README.md"));
        Matcher sip = JAVA.matcher(library.substring(library.indexOf("## SIP")));
        assertThat(sip.find()).isTrue();
        assertThat(source).contains(flat(sip.group(1)));
    }

    private static String flat(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
    }

    private static Path find(String path) {
        Path here = Path.of(path);
        return Files.exists(here) ? here : Path.of("sandbox").resolve(path);
    }
}
