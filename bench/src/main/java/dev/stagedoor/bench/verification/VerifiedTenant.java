// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.verification;

import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.evidence.VerificationView;
import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.bench.load.Customer;
import dev.stagedoor.bench.servers.StagedoorServer;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.util.Locale;

/** A tenant with a LiveKit server and a worker of its own. */
final class VerifiedTenant implements AutoCloseable {
    private static final String AGENT = "demo";
    private static final String SECRET = "a-secret-of-the-benchmark-for-verification-";

    private final SandboxLiveKit livekit;
    private final Customer customer;
    private final StagedoorClient operator;

    VerifiedTenant(StagedoorServer server, int number) {
        String key = "APIverified" + number;
        livekit = SandboxLiveKit.start(0, SandboxKey.of(key, SECRET + number), SandboxSettings.realTime());
        livekit.state().registerWorker(AGENT, WorkerBehaviour.joins());
        customer = server.customer(
                String.format(Locale.ROOT, "v%03d", number),
                new LiveKitCredentialRequest("ws://127.0.0.1:" + livekit.port(), key, SECRET + number),
                true);
        operator = server.operatorOf(customer);
        operator.agents()
                .put(AGENT, new AgentDefinition(null, "Demo agent", AGENT, null, null, null, null, null, null, null));
    }

    Customer customer() {
        return customer;
    }

    /** Verifies it; fails if a check did. */
    VerificationView verify() {
        VerificationView found = operator.evidence().verify();
        if (!found.passed()) {
            throw new IllegalStateException("a tenant that is isolated did not pass: " + found.checks());
        }
        return found;
    }

    @Override
    public void close() {
        livekit.close();
    }
}
