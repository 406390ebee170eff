// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import dev.stagedoor.conformance.LiveKitContract;
import dev.stagedoor.conformance.Target;
import dev.stagedoor.livekit.RealServer;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A real livekit-server")
final class RealLiveKitContractTest extends LiveKitContract {
    private static @Nullable RealServer server;
    private static @Nullable RealAgent agent;
    private static Target target;

    @BeforeAll
    static void start() {
        server = RealServer.start();
        target = new Target(URI.create(server.url()), server.key(), server.secret());
        agent = RealAgent.start(server.url(), server.key(), server.secret(), AGENT);
    }

    @AfterAll
    static void stop() {
        if (agent != null) agent.close();
        if (target != null) target.close();
        if (server != null) server.close();
    }

    @Override
    public Target target() {
        return target;
    }
}
