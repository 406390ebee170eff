// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import dev.stagedoor.devmode.Installation;
import dev.stagedoor.devmode.LiveKitPorts;
import dev.stagedoor.devmode.LiveKitServer;
import dev.stagedoor.devmode.NodeAgent;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A demo tenant's own LiveKit: a livekit-server process with an agent worker, or a sandbox. */
final class DevProject implements AutoCloseable {
    /** The LiveKit agent_name of the demo agent. */
    static final String AGENT_NAME = "demo";

    private static final int FIRST_PORT = 7880;
    private static final int APART = 10;

    private final DevTenant tenant;
    private final String url;
    private final Runnable stopLiveKit;
    private @Nullable NodeAgent agent;

    private DevProject(DevTenant tenant, String url, Runnable stopLiveKit) {
        this.tenant = tenant;
        this.url = url;
        this.stopLiveKit = stopLiveKit;
    }

    /** A livekit-server with only this tenant's key. */
    static DevProject real(DevTenant tenant, int number, Path program, Path folder) {
        LiveKitServer server = LiveKitServer.start(new LiveKitServer.Spec(
                tenant.slug(),
                program,
                folder,
                LiveKitPorts.from(FIRST_PORT + number * APART),
                tenant.livekitKey(),
                tenant.livekitSecret()));
        return new DevProject(tenant, server.url(), server::close);
    }

    /** A sandbox whose virtual worker accepts every job. */
    static DevProject sandbox(DevTenant tenant) {
        SandboxKey key =
                SandboxKey.of(tenant.livekitKey(), tenant.livekitSecret().revealText());
        SandboxLiveKit sandbox = SandboxLiveKit.start(0, key, SandboxSettings.realTime());
        sandbox.state().registerWorker(AGENT_NAME, WorkerBehaviour.joins());
        return new DevProject(tenant, sandbox.url().toString().replaceFirst("^http", "ws"), sandbox::close);
    }

    /** Starts the demo agent's worker, with this tenant's credentials only. */
    void startAgent(Installation installation, Path folder, String stagedoor) {
        agent = NodeAgent.start(
                installation,
                new NodeAgent.Spec(
                        tenant.slug(),
                        folder,
                        url,
                        tenant.livekitKey(),
                        tenant.livekitSecret(),
                        AGENT_NAME,
                        stagedoor));
    }

    DevTenant tenant() {
        return tenant;
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        NodeAgent started = agent;
        if (started != null) {
            started.close();
        }
        stopLiveKit.run();
    }
}
