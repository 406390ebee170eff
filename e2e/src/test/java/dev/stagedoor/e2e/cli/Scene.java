// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.TestServer;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A running server, a LiveKit for acme, and the command configured for both. */
final class Scene implements BeforeAllCallback, AfterAllCallback {
    /** The secret of acme's LiveKit key, which must never be output. */
    static final String SECRET = "acme-alone-knows-this-secret-of-its-own";

    private final TestServer server = TestServer.started();
    private @Nullable SandboxLiveKit livekit;
    private @Nullable Cli operator;
    private @Nullable Cli nobody;

    @Override
    public void beforeAll(ExtensionContext context) {
        server.beforeAll(context);
        livekit = SandboxLiveKit.start(0, SandboxKey.of("APIacme", SECRET), SandboxSettings.realTime());
        livekit.state().registerWorker("demo-worker", WorkerBehaviour.joins());
        try {
            Path folder = Files.createTempDirectory("stagedoor-cli");
            nobody = Cli.script(folder).with("STAGEDOOR_URL", server.url().toString());
            operator = nobody.with("STAGEDOOR_KEY", server.operatorKey().revealText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        livekit().close();
        server.afterAll(context);
    }

    TestServer server() {
        return server;
    }

    SandboxLiveKit livekit() {
        return Objects.requireNonNull(livekit);
    }

    /** A script with the operator's key. */
    Cli operator() {
        return Objects.requireNonNull(operator);
    }

    /** A script that knows the server but has no key. */
    Cli nobody() {
        return Objects.requireNonNull(nobody);
    }

    /** A script with one of the tenant's keys that has all scopes. */
    Cli tenant(String slug) {
        Cli.Run created = operator()
                .run(("keys create --tenant " + slug + " --name all --scope tenants:read --scope keys:read"
                        + " --scope keys:write --scope credentials:read --scope credentials:write --scope agents:read"
                        + " --scope agents:write --scope tokens:mint --scope tokens:inspect --scope calls:read"
                        + " --scope calls:write --scope dispatches:read --scope dispatches:write --scope audit:read"
                        + " --scope profiles:read --scope profiles:write --scope runs:read --scope runs:write"
                        + " --scope numbers:read --scope numbers:write"));
        assertThat(created.code()).as(created.err()).isZero();
        return nobody().with("STAGEDOOR_KEY", created.at("/key"));
    }

    /** Creates acme, with its LiveKit and the agent demo. */
    void acme() {
        must(operator().run("tenants create acme --name Acme"));
        must(operator().typing(SECRET + "\n").run(setLiveKit()));
        must(operator().run("agents create demo --tenant acme --agent-name demo-worker"));
    }

    /** The command that sets acme's LiveKit; the secret must still be typed. */
    String setLiveKit() {
        return "credentials set livekit --tenant acme --api-key APIacme --server-url "
                + livekit().url();
    }

    static Cli.Run must(Cli.Run run) {
        assertThat(run.code()).as("%s%s", run.err(), run.out()).isZero();
        return run;
    }
}
