// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.busy;

import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.calls.TriggerRequest;
import dev.stagedoor.api.calls.Wait;
import dev.stagedoor.api.dispatch.DispatchView;
import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.bench.load.Customer;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.servers.StagedoorServer;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.devmode.Installation;
import dev.stagedoor.devmode.LiveKitPorts;
import dev.stagedoor.devmode.LiveKitServer;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AddressPolicy;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.processes.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A new tenant with a new livekit-server of its own, which has never been asked for an agent. */
final class BusyTenant implements AutoCloseable {
    private static final String SECRET = "a-secret-of-the-benchmark-for-tenant-";
    private static final String AGENT = "demo";
    private static final int FIRST_PORT = 28_880;
    private static final int PORTS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_EVERY = Duration.ofMillis(500).toNanos();
    private static final Set<String> SETTLED = Set.of("joined", "completed", "failed");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final AtomicInteger users = new AtomicInteger();
    private final String key;
    private final String secret;
    private final LiveKitServer livekit;
    private final StagedoorClient backend;
    private final LiveKitClient bare = LiveKitClient.create(AddressPolicy.ANYWHERE);

    private BusyTenant(String key, String secret, LiveKitServer livekit, StagedoorClient backend) {
        this.key = key;
        this.secret = secret;
        this.livekit = livekit;
        this.backend = backend;
    }

    static BusyTenant create(Settings settings, StagedoorServer server) {
        int number = NUMBER.incrementAndGet();
        String slug = "busy" + number;
        String key = "APIbusy" + number;
        String secret = SECRET + number;
        Path program = new Installation(settings.home(), System.getenv())
                .livekitServer()
                .orElseThrow(() -> new IllegalStateException("no livekit-server found: run make livekit"));
        LiveKitServer livekit = LiveKitServer.start(new LiveKitServer.Spec(
                slug,
                program,
                settings.folder(),
                LiveKitPorts.from(FIRST_PORT + PORTS * number),
                key,
                Secret.of(secret)));
        Customer customer = server.customer(slug, new LiveKitCredentialRequest(livekit.url(), key, secret), true);
        server.operatorOf(customer)
                .agents()
                .put(AGENT, new AgentDefinition(null, "Demo agent", AGENT, null, null, null, null, null, null, null));
        return new BusyTenant(key, secret, livekit, server.client(customer.apiKey()));
    }

    /** The command of a worker for its agent. */
    Command workers(Command command) {
        return command.with("LIVEKIT_URL", livekit.url())
                .with("LIVEKIT_API_KEY", key)
                .with("LIVEKIT_API_SECRET", secret)
                .with("AGENT_NAME", AGENT)
                .with("HEALTH_PORT", Integer.toString(freePort()));
    }

    /** One more call, answered when its agent has joined or after 15 s. */
    TriggerAnswer trigger() {
        return backend.calls()
                .trigger(new TriggerRequest(
                        AGENT,
                        null,
                        "user_" + users.incrementAndGet(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        Wait.JOINED,
                        null));
    }

    /** The call's dispatch with its receipt, once its agent has joined or it was given up. */
    DispatchView settled(TriggerAnswer call) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            DispatchView dispatch = backend.dispatches().get(call.dispatch().id());
            if (SETTLED.contains(dispatch.status())) {
                return dispatch;
            }
            LockSupport.parkNanos(LOOK_EVERY);
        }
        throw new IllegalStateException("the dispatch of " + call.roomName() + " has not settled");
    }

    /** How many agents are in the call's room, as its livekit-server says. */
    int agentsIn(TriggerAnswer call) {
        Project project = Project.of(ServerUrl.parse(livekit.url()), ApiKey.of(key, secret));
        return (int) bare.rooms(project).listParticipants(call.roomName()).stream()
                .filter(participant -> participant.kind() == ParticipantKind.AGENT)
                .count();
    }

    void end(TriggerAnswer call) {
        backend.calls().end(call.callId());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        bare.close();
        backend.close();
        livekit.close();
    }
}
