// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.replacement;

import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.calls.TriggerRequest;
import dev.stagedoor.api.calls.Wait;
import dev.stagedoor.api.dispatch.DispatchView;
import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.bench.load.Customer;
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
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A tenant with a livekit-server of its own, which sends no webhooks. */
final class ReplacingTenant implements AutoCloseable {
    private static final String SLUG = "replacing";
    private static final String AGENT = "demo";
    private static final String KEY = "APIreplacing";
    private static final String SECRET = "a-secret-of-the-benchmark-for-replacing";
    private static final int PORT = 29_780;

    private final AtomicInteger users = new AtomicInteger();
    private final LiveKitServer livekit;
    private final StagedoorClient backend;
    private final LiveKitClient bare = LiveKitClient.create(AddressPolicy.ANYWHERE);

    private ReplacingTenant(LiveKitServer livekit, StagedoorClient backend) {
        this.livekit = livekit;
        this.backend = backend;
    }

    static ReplacingTenant create(Path home, Path folder, StagedoorServer server) {
        Path program = new Installation(home, System.getenv())
                .livekitServer()
                .orElseThrow(() -> new IllegalStateException("no livekit-server found: run make livekit"));
        LiveKitServer livekit = LiveKitServer.start(
                new LiveKitServer.Spec(SLUG, program, folder, LiveKitPorts.from(PORT), KEY, Secret.of(SECRET)));
        Customer customer = server.customer(SLUG, new LiveKitCredentialRequest(livekit.url(), KEY, SECRET), true);
        server.operatorOf(customer)
                .agents()
                .put(AGENT, new AgentDefinition(null, "Demo agent", AGENT, null, null, null, null, null, null, null));
        return new ReplacingTenant(livekit, server.client(customer.apiKey()));
    }

    /** The command of a worker for its agent. */
    Command worker(Command command) {
        return command.with("LIVEKIT_URL", livekit.url())
                .with("LIVEKIT_API_KEY", KEY)
                .with("LIVEKIT_API_SECRET", SECRET)
                .with("AGENT_NAME", AGENT);
    }

    TriggerAnswer trigger() {
        String user = "user_" + users.incrementAndGet();
        return backend.calls()
                .trigger(new TriggerRequest(AGENT, null, user, null, null, null, null, null, Wait.JOINED, null));
    }

    DispatchView dispatch(TriggerAnswer call) {
        return backend.dispatches().get(call.dispatch().id());
    }

    /** How many agents its livekit-server lists in the call's room. */
    int agentsIn(TriggerAnswer call) {
        Project project = Project.of(ServerUrl.parse(livekit.url()), ApiKey.of(KEY, SECRET));
        return (int) bare.rooms(project).listParticipants(call.roomName()).stream()
                .filter(participant -> participant.kind() == ParticipantKind.AGENT)
                .count();
    }

    void end(TriggerAnswer call) {
        backend.calls().end(call.callId());
    }

    @Override
    public void close() {
        bare.close();
        backend.close();
        livekit.close();
    }
}
