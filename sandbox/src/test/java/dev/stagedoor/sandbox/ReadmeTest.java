// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.errors.RateLimitException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AddressPolicy;
import dev.stagedoor.livekit.api.CreateDispatch;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeCall;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.io.IOException;
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
    void the_readme_shows_what_was_run() throws IOException {
        String source = flat(Files.readString(find("src/test/java/dev/stagedoor/sandbox/ReadmeTest.java")));
        Matcher snippets = JAVA.matcher(Files.readString(find("README.md")));
        int seen = 0;
        while (snippets.find()) {
            assertThat(source).contains(flat(snippets.group(1)));
            seen++;
        }
        assertThat(seen).isEqualTo(3);
    }

    private static String flat(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
    }

    private static Path find(String path) {
        Path here = Path.of(path);
        return Files.exists(here) ? here : Path.of("sandbox").resolve(path);
    }
}
