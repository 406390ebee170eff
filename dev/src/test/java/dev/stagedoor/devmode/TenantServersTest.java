// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.devmode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.launch.Generation;
import dev.stagedoor.launch.GenerationRef;
import dev.stagedoor.launch.Sighting;
import dev.stagedoor.launch.WorkerSpec;
import dev.stagedoor.launch.process.ProcessRuntime;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AddressPolicy;
import dev.stagedoor.livekit.api.CreateRoom;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.token.ApiKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Given a livekit-server each for acme and globex, configured with the same port")
class TenantServersTest {
    private static final String ACME_SECRET = "a".repeat(20) + "-of-acme-only-" + "1".repeat(8);
    private static final String GLOBEX_SECRET = "b".repeat(20) + "-of-globex-only-" + "2".repeat(8);
    private static final Installation INSTALLATION = Installation.find(System.getenv(), Path.of(""));

    @TempDir
    private Path folder;

    private LiveKitServer acme;
    private LiveKitServer globex;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final LiveKitClient client = LiveKitClient.create(AddressPolicy.ANYWHERE);

    @BeforeEach
    void startServers() {
        LiveKitPorts wanted = LiveKitPorts.from(17_880);
        acme = LiveKitServer.start(spec("acme", wanted, ACME_SECRET));
        globex = LiveKitServer.start(spec("globex", acme.ports(), GLOBEX_SECRET));
    }

    @AfterEach
    void stopServers() {
        client.close();
        threads.close();
        acme.close();
        globex.close();
    }

    private LiveKitServer.Spec spec(String name, LiveKitPorts ports, String secret) {
        Path program = INSTALLATION
                .livekitServer()
                .orElseThrow(() -> new AssertionError("no livekit-server found: run make livekit"));
        return new LiveKitServer.Spec(name, program, folder, ports, "API" + name, Secret.of(secret));
    }

    private static Project project(LiveKitServer server, String key, String secret) {
        return Project.of(ServerUrl.parse(server.url()), ApiKey.of(key, secret));
    }

    @Test
    @DisplayName("of some that start at once on one port, each is ready only when it answers to its own key")
    void startedAtOnce() {
        LiveKitPorts wanted = LiveKitPorts.from(18_880);
        List<CompletableFuture<LiveKitServer>> starting = Stream.of("one", "two", "three")
                .map(name -> CompletableFuture.supplyAsync(
                        () -> LiveKitServer.start(spec(name, wanted, name + "-of-its-own-".repeat(4))), threads))
                .toList();
        List<LiveKitServer> servers =
                starting.stream().map(CompletableFuture::join).toList();

        try {
            for (int i = 0; i < servers.size(); i++) {
                String name = List.of("one", "two", "three").get(i);
                assertThat(client.rooms(project(servers.get(i), "API" + name, name + "-of-its-own-".repeat(4)))
                                .listRooms())
                        .as(name)
                        .isEmpty();
            }
        } finally {
            servers.forEach(LiveKitServer::close);
        }
    }

    @Test
    @DisplayName("whatever either listens on for TCP is on the loopback address")
    void onLoopbackOnly() throws IOException {
        for (LiveKitServer server : List.of(acme, globex)) {
            assertThat(ListeningSockets.of(server.pid()))
                    .isNotEmpty()
                    .allMatch(address -> address.startsWith("0100007F:"), "127.0.0.1");
        }
    }

    @Test
    @DisplayName("the second got the next free ports, and each accepts its own key only")
    void apart() {
        assertThat(globex.ports().http()).isGreaterThan(acme.ports().http());
        assertThat(client.rooms(project(acme, "APIacme", ACME_SECRET)).listRooms())
                .isEmpty();
        assertThat(client.rooms(project(globex, "APIglobex", GLOBEX_SECRET)).listRooms())
                .isEmpty();
        assertThatThrownBy(() ->
                        client.rooms(project(globex, "APIacme", ACME_SECRET)).listRooms())
                .isInstanceOf(LiveKitException.CredentialRejected.class);
    }

    @Test
    @DisplayName("secrets are in a private file, not in arguments, logs or toString")
    void secrets() throws IOException {
        Path config = folder.resolve("livekit-acme.yaml");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config)))
                .isEqualTo("rw-------");
        assertThat(config).content().contains(ACME_SECRET).doesNotContain(GLOBEX_SECRET);
        assertThat(folder.resolve("livekit-acme.log")).content().isNotEmpty().doesNotContain(ACME_SECRET);
        assertThat(ProcessHandle.of(acme.pid())
                        .orElseThrow()
                        .info()
                        .commandLine()
                        .orElse(""))
                .contains("livekit-acme.yaml")
                .doesNotContain(ACME_SECRET);
        assertThat(acme.toString()).doesNotContain(ACME_SECRET);
    }

    @Test
    @DisplayName("a server that is closed is gone, and its port free")
    void closed() {
        acme.close();
        assertThat(acme.isRunning()).isFalse();
        assertThat(acme.ports().firstFree()).isEqualTo(acme.ports());
        assertThat(globex.isRunning()).isTrue();
    }

    @Test
    @DisplayName("if a server ends at once, the error has the end of its log")
    void endsAtOnce() throws IOException {
        Path program = folder.resolve("broken-server");
        Files.writeString(program, "#!/bin/sh\necho cannot do this; exit 1\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        LiveKitServer.Spec spec =
                new LiveKitServer.Spec("bad", program, folder, globex.ports(), "APIbad", Secret.of(GLOBEX_SECRET));
        assertThatThrownBy(() -> LiveKitServer.start(spec))
                .isInstanceOf(ChildNotStarted.class)
                .hasMessageContaining("livekit-bad.log")
                .hasMessageContaining("cannot do this");
    }

    @Test
    @DisplayName("acme's worker joins a room on acme's server when dispatched, and leaves nothing behind")
    void worker() {
        List<ProcessHandle> family;
        try (ProcessRuntime runtime = new ProcessRuntime(List.of(NodeAgent.command(INSTALLATION)), Clock.systemUTC())) {
            runtime.apply(greeters(), 1);
            awaitRegistered(runtime);
            Project project = project(acme, "APIacme", ACME_SECRET);
            client.rooms(project).createRoom(CreateRoom.withAgent("acme.hall", RoomAgentDispatch.of("greeter", "")));
            awaitAgent(project);
            ProcessHandle worker = ProcessHandle.current()
                    .descendants()
                    .filter(process -> process.info().commandLine().orElse("").contains("agent.mjs start"))
                    .filter(process -> !process.info().commandLine().orElse("").contains("watchdog"))
                    .findFirst()
                    .orElseThrow();
            assertThat(ProcessHandle.current()
                            .descendants()
                            .map(process -> process.info().commandLine().orElse("")))
                    .noneMatch(line -> line.contains(ACME_SECRET));
            family = worker.descendants().toList();
            assertThat(family).isNotEmpty();
        }
        assertThat(family)
                .allMatch(process ->
                        process.onExit().orTimeout(10, TimeUnit.SECONDS).join() != null);
    }

    private Generation greeters() {
        WorkerSpec spec = new WorkerSpec(
                "process",
                NodeAgent.COMMAND,
                List.of(),
                new WorkerSpec.Resources(1000, 1024, 512),
                Map.of(),
                null,
                Duration.ofMinutes(1));
        GenerationRef ref = new GenerationRef(new TenantId("ten_" + "a".repeat(26)), "acme", "greeter", 1);
        return new Generation(
                ref,
                spec,
                () -> Map.of(
                        "LIVEKIT_URL", Secret.of(acme.url()),
                        "LIVEKIT_API_KEY", Secret.of("APIacme"),
                        "LIVEKIT_API_SECRET", Secret.of(ACME_SECRET),
                        "AGENT_NAME", Secret.of("greeter")));
    }

    private static void awaitRegistered(ProcessRuntime runtime) {
        CompletableFuture<String> registered = new CompletableFuture<>();
        Sighting seen = runtime.look().getFirst();
        runtime.follow(seen.generation(), seen.worker(), Instant.EPOCH, line -> {
            if (line.contains("registered worker")) {
                registered.complete(line);
            }
        });
        registered.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private void awaitAgent(Project project) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        List<Participant> seen = List.of();
        while (System.nanoTime() < deadline) {
            seen = client.rooms(project).listParticipants("acme.hall");
            if (seen.stream().anyMatch(TenantServersTest::isActiveAgent)) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new AssertionError("no agent joined; there are " + seen);
    }

    private static boolean isActiveAgent(Participant participant) {
        return participant.kind() == ParticipantKind.AGENT && participant.state() == Participant.State.ACTIVE;
    }
}
