// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import dev.stagedoor.devmode.LiveKitPorts;
import dev.stagedoor.devmode.LiveKitServer;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A demo tenant's own LiveKit: a livekit-server process, or a sandbox. */
final class DevProject implements AutoCloseable {
    /** The LiveKit agent_name of the demo agent. */
    static final String AGENT_NAME = "demo";

    private static final int FIRST_PORT = 7880;
    private static final int APART = 10;

    private final DevTenant tenant;
    private final String url;
    private final Runnable stopLiveKit;

    private DevProject(DevTenant tenant, String url, Runnable stopLiveKit) {
        this.tenant = tenant;
        this.url = url;
        this.stopLiveKit = stopLiveKit;
    }

    /**
     * What all of them share.
     *
     * @param program   the livekit-server
     * @param folder    of its files
     * @param stagedoor the port that Stagedoor will listen on, to which it sends its webhooks; 0 if that is not known yet, and it
     *     sends none
     */
    record Place(Path program, Path folder, int stagedoor) {
        private Optional<URI> webhook() {
            return stagedoor == 0
                    ? Optional.empty()
                    : Optional.of(URI.create("http://127.0.0.1:" + stagedoor + "/webhooks/livekit"));
        }
    }

    /** A livekit-server with only this tenant's key. */
    static DevProject real(DevTenant tenant, int number, Place place) {
        LiveKitServer.Spec spec = new LiveKitServer.Spec(
                tenant.slug(),
                place.program(),
                place.folder(),
                LiveKitPorts.from(FIRST_PORT + number * APART),
                tenant.livekitKey(),
                tenant.livekitSecret());
        LiveKitServer server =
                LiveKitServer.start(place.webhook().map(spec::telling).orElse(spec));
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

    DevTenant tenant() {
        return tenant;
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        stopLiveKit.run();
    }
}
