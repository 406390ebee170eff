// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.rotation;

import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.calls.CallView;
import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.calls.TriggerRequest;
import dev.stagedoor.api.calls.Wait;
import dev.stagedoor.api.vault.CredentialRotation;
import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.bench.load.Customer;
import dev.stagedoor.bench.servers.StagedoorServer;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.sandbox.ParticipantView;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.server.LoggedCall;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A tenant with live calls on one LiveKit server, and another one to move to. */
final class RotatedTenant implements AutoCloseable {
    private static final String AGENT = "demo";
    private static final String SECRET = "a-secret-of-the-benchmark-for-rotation-";

    /** So many requests that start calls are on their way at a time. */
    private static final int AT_A_TIME = 16;

    private final int number;
    private final SandboxLiveKit before;
    private final SandboxLiveKit after;
    private final StagedoorClient operator;
    private final StagedoorClient backend;
    private final Map<String, String> roomOf = new ConcurrentHashMap<>();

    RotatedTenant(StagedoorServer server, int number) {
        this.number = number;
        this.before = livekit("APIbefore");
        this.after = livekit("APIafter");
        Customer customer = server.customer("rotation" + number, project(before, "APIbefore"), true);
        this.operator = server.operatorOf(customer);
        this.backend = server.client(customer.apiKey());
        operator.agents()
                .put(AGENT, new AgentDefinition(null, "Demo agent", AGENT, null, null, null, null, null, null, null));
    }

    private SandboxLiveKit livekit(String key) {
        SandboxLiveKit livekit =
                SandboxLiveKit.start(0, SandboxKey.of(key + number, secret(key)), SandboxSettings.realTime());
        livekit.state().registerWorker(AGENT, WorkerBehaviour.joins());
        return livekit;
    }

    private String secret(String key) {
        return SECRET + key + number;
    }

    private LiveKitCredentialRequest project(SandboxLiveKit livekit, String key) {
        return new LiveKitCredentialRequest("ws://127.0.0.1:" + livekit.port(), key + number, secret(key));
    }

    StagedoorClient backend() {
        return backend;
    }

    /** Starts so many calls of one person and one agent. */
    void begin(int calls) {
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
        before.state().join(call.roomName(), user);
        roomOf.put(call.callId(), call.roomName());
    }

    CredentialRotation rotate() {
        return operator.credentials().rotate(project(after, "APIafter"), 1L, true);
    }

    /** When the new server had answered the probe. */
    Instant probed() {
        return after.calls().all().stream()
                .map(LoggedCall::at)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Whether a URL that a token came with is the new server's. */
    boolean isMoved(String serverUrl) {
        return serverUrl.endsWith(":" + after.port());
    }

    /** The calls that still have their person and their agent, and that Stagedoor takes for live. */
    int live() {
        return (int) roomOf.entrySet().stream()
                .filter(call -> isWhole(call.getValue()))
                .filter(call -> isLive(backend.calls().get(call.getKey())))
                .count();
    }

    private boolean isWhole(String room) {
        var there = before.state().listParticipants(room);
        return there.size() == 2 && there.stream().anyMatch(ParticipantView::agent);
    }

    private static boolean isLive(CallView call) {
        return call.endedAt() == null;
    }

    @Override
    public void close() {
        backend.close();
        before.close();
        after.close();
    }
}
