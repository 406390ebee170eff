// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import dev.stagedoor.app.Server;
import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.commands.DatabaseSettings;
import dev.stagedoor.crypto.KeyFile;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.dev.DevOptions.LiveKitSource;
import dev.stagedoor.devmode.Installation;
import dev.stagedoor.devmode.NodeAgent;
import dev.stagedoor.devmode.NodeBridge;
import dev.stagedoor.kernel.OwnerFiles;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.launch.allowed.AllowedCommand;
import dev.stagedoor.postgres.EmbeddedPostgres;
import dev.stagedoor.realtime.voice.VoiceConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code stagedoor dev}: everything needed to try Stagedoor, in one process and its children. It keeps its data between
 * starts, and leaves no child behind, however it ends.
 */
final class Dev implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dev.class);
    private static final String DATABASE = "stagedoor";
    private static final int POOL = 8;
    private static final Duration STATEMENT = Duration.ofSeconds(4);

    private final DevOptions options;
    private final Installation installation;
    private final DevSettings settings;
    private final DevScreen screen;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final List<DevProject> projects = new ArrayList<>();

    Dev(DevOptions options, Installation installation, DevSettings settings, DevScreen screen) {
        this.options = options;
        this.installation = installation;
        this.settings = settings;
        this.screen = screen;
    }

    /** Starts everything; returns when it is ready and the ready file is written. */
    void start() {
        Path data = options.data().toAbsolutePath().normalize();
        OwnerFiles.folder(data);
        MasterKeys keys = KeyFile.readOrCreate(data.resolve("master.key"));
        Path stateFile = data.resolve("dev.json");
        DevState state = DevState.readOrCreate(stateFile);
        state.write(stateFile);

        screen.step("PostgreSQL");
        EmbeddedPostgres postgres = opened(EmbeddedPostgres.start(data.resolve("postgres")));
        postgres.ensureDatabase(DATABASE);
        DatabaseSettings database = new DatabaseSettings(
                postgres.jdbcUrl(DATABASE), DATABASE, POOL, STATEMENT, postgres.adminUser(), postgres.password());
        Server.migrate(database, keys);

        LiveKitSource source = source();
        int port = DevConfig.port(options.port(), screen);
        startLiveKit(source, state, data, port);
        DevClaude claude = opened(DevClaude.of(installation.environment()));
        VoiceConfig voice = startBridge(source, data);
        Optional<AllowedCommand> agent = source == LiveKitSource.REAL && options.agent()
                ? Optional.of(NodeAgent.command(installation))
                : Optional.empty();
        screen.step("Stagedoor");
        Clock clock = Clock.systemUTC();
        Instant begun = clock.instant();
        AppConfig config = settings.with(DevConfig.of(port, database, voice, agent));
        Server server = opened(Server.start(config, keys, clock));
        state = setUp(server, state, stateFile, claude);
        if (agent.isPresent()) {
            startAgents(server, state, begun);
        }
        DevReady.write(server.port(), state, projects, data, options.readyFile());
        screen.ready(server.port(), state, projects, new DevScreen.Sources(data, source, claude.name()));
        verify(server.port(), state);
    }

    /** Behind the back of whoever waits for the ready file: it takes some seconds. */
    private void verify(int port, DevState state) {
        List<String> tenants =
                projects.stream().map(project -> project.tenant().slug()).toList();
        DevVerification verification = opened(new DevVerification(port, state.operatorKey(), screen));
        verification.begin(tenants);
    }

    private LiveKitSource source() {
        LiveKitSource asked = options.livekit();
        if (asked != null && asked != LiveKitSource.REAL) {
            return asked;
        }
        boolean there = installation.livekitServer().isPresent();
        if (!there && asked == LiveKitSource.REAL) {
            throw new IllegalStateException("no livekit-server found: run make livekit, or set LIVEKIT_SERVER");
        }
        return there ? LiveKitSource.REAL : LiveKitSource.SANDBOX;
    }

    private void startLiveKit(LiveKitSource source, DevState state, Path data, int port) {
        int number = 0;
        for (DevTenant tenant : state.tenants()) {
            switch (source) {
                case REAL -> {
                    screen.step("livekit-server of " + tenant.slug());
                    Path program = installation.livekitServer().orElseThrow();
                    projects.add(opened(DevProject.real(tenant, number++, new DevProject.Place(program, data, port))));
                }
                case SANDBOX -> projects.add(opened(DevProject.sandbox(tenant)));
                case EXTERNAL -> LOG.debug("{} uses its own LiveKit", tenant.slug());
            }
        }
    }

    /** With a real LiveKit and the demo agent, pages can speak with it, if the bridge is installed. */
    private VoiceConfig startBridge(LiveKitSource source, Path data) {
        if (source != LiveKitSource.REAL || !options.agent()) {
            return VoiceConfig.none();
        }
        if (!NodeBridge.isInstalled(installation)) {
            screen.say("no voice in pages: run npm ci in " + installation.bridgeFolder());
            return VoiceConfig.none();
        }
        screen.step("voice bridge");
        Secret secret = Secret.of(DevState.random(24));
        return new VoiceConfig(
                opened(NodeBridge.start(installation, data, secret)).url(), secret);
    }

    private DevState setUp(Server server, DevState before, Path stateFile, DevClaude claude) {
        Optional<Secret> first = server.firstOperatorKey().map(created -> created.text());
        DevState state = first.map(before::withOperator).orElse(before);
        state.write(stateFile);
        try (DevApi api = new DevApi(server.port(), state.operatorKey())) {
            DevState complete = setUp(api, state, stateFile);
            projects.forEach(project -> claude.ensure(api.tenant(project.tenant())));
            return complete;
        }
    }

    private DevState setUp(DevApi api, DevState before, Path stateFile) {
        if (!api.isOperator()) {
            throw new IllegalStateException("this database does not accept the operator key in " + stateFile
                    + ": delete the data folder to start again");
        }
        for (DevProject project : projects) {
            api.ensure(project);
        }
        DevState state = before;
        for (DevTenant tenant : state.tenants()) {
            if (!tenant.hasKeys() && !projects.isEmpty()) {
                state = state.with(api.keys(tenant));
                state.write(stateFile);
            }
        }
        return state;
    }

    /** All at once, as the server runs any tenant's workers; returns when they are registered with LiveKit. */
    private void startAgents(Server server, DevState state, Instant begun) {
        try (DevApi api = new DevApi(server.port(), state.operatorKey())) {
            for (DevProject project : projects) {
                screen.step("agent worker of " + project.tenant().slug());
                DevWorkers.run(api.tenant(project.tenant()));
            }
            projects.forEach(project -> DevWorkers.await(
                    api.tenant(project.tenant()), project.tenant().slug(), begun));
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        started.push(part);
        return part;
    }

    /** Stops everything, in reverse order. */
    @Override
    public void close() {
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
            }
        }
    }
}
