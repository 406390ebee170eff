// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AddressPolicy;
import dev.stagedoor.livekit.api.CreateDispatch;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.token.ApiKey;
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
    void the_readme_shows_what_was_run() throws IOException {
        String source = flat(Files.readString(find("src/test/java/dev/stagedoor/sandbox/ReadmeTest.java")));
        Matcher snippets = JAVA.matcher(Files.readString(find("README.md")));
        int seen = 0;
        while (snippets.find()) {
            assertThat(source).contains(flat(snippets.group(1)));
            seen++;
        }
        assertThat(seen).isEqualTo(2);
    }

    private static String flat(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
    }

    private static Path find(String path) {
        Path here = Path.of(path);
        return Files.exists(here) ? here : Path.of("sandbox").resolve(path);
    }
}
