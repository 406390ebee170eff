// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.watching;

import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.calls.TriggerRequest;
import dev.stagedoor.api.calls.Wait;
import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.bench.load.Customer;
import dev.stagedoor.bench.servers.StagedoorServer;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.sandbox.ParticipantView;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A tenant with a sandbox of its own, which counts what it is asked, and so many calls of one person and one agent. */
final class WatchedTenant implements AutoCloseable {
    private static final String AGENT = "demo";
    private static final String KEY = "APIwatching";
    private static final String SECRET = "a-secret-of-the-benchmark-for-watching";

    /** So many requests that start calls are on their way at a time. */
    private static final int AT_A_TIME = 16;

    private final int calls;
    private final SandboxLiveKit livekit;
    private final StagedoorClient backend;
    private final Queue<String> rooms = new ConcurrentLinkedQueue<>();

    private WatchedTenant(int calls, SandboxLiveKit livekit, StagedoorClient backend) {
        this.calls = calls;
        this.livekit = livekit;
        this.backend = backend;
    }

    static WatchedTenant create(StagedoorServer server, int calls) {
        String key = KEY + calls;
        SandboxLiveKit livekit =
                SandboxLiveKit.start(0, SandboxKey.of(key, SECRET + calls), SandboxSettings.realTime());
        livekit.state().registerWorker(AGENT, WorkerBehaviour.joins());
        String url = "ws://127.0.0.1:" + livekit.port();
        Customer customer =
                server.customer("watching" + calls, new LiveKitCredentialRequest(url, key, SECRET + calls), true);
        server.operatorOf(customer)
                .agents()
                .put(AGENT, new AgentDefinition(null, "Demo agent", AGENT, null, null, null, null, null, null, null));
        return new WatchedTenant(calls, livekit, server.client(customer.apiKey()));
    }

    int calls() {
        return calls;
    }

    /** Starts its calls. */
    void begin() {
        try (ExecutorService callers = Executors.newFixedThreadPool(AT_A_TIME)) {
            for (int i = 0; i < calls; i++) {
                String user = "user_" + i;
                callers.execute(() -> begin(user));
            }
        }
    }

    private void begin(String user) {
        TriggerAnswer call = backend.calls()
                .trigger(new TriggerRequest(AGENT, null, user, null, null, null, null, null, Wait.SENT, null));
        livekit.state().join(call.roomName(), user);
        rooms.add(call.roomName());
    }

    /** Whether each of its calls has its agent. */
    boolean isComplete() {
        return rooms.size() == calls
                && rooms.stream()
                        .allMatch(room ->
                                livekit.state().listParticipants(room).stream().anyMatch(ParticipantView::agent));
    }

    /** How many requests of these kinds its server has answered. */
    Map<SandboxMethod, Long> asked(Collection<SandboxMethod> methods) {
        Map<SandboxMethod, Long> asked = new EnumMap<>(SandboxMethod.class);
        methods.forEach(method -> asked.put(method, livekit.calls().number(method)));
        return asked;
    }

    @Override
    public void close() {
        backend.close();
        livekit.close();
    }
}
