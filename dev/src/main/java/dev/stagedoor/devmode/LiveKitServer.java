// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.devmode;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.stagedoor.kernel.OwnerOnly;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AddressPolicy;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.api.RoomService;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.processes.Child;
import dev.stagedoor.processes.Command;
import dev.stagedoor.processes.StopSignal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real livekit-server with one tenant's key, on the loopback address. One server per tenant, because keys on one
 * server do not isolate: every key has access to every room.
 */
public final class LiveKitServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveKitServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int TRIES = 3;
    private static final String LOOPBACK = "127.0.0.1";

    /**
     * What to start.
     *
     * @param name      the name in its files and thread, such as the tenant's slug
     * @param program   the livekit-server program
     * @param folder    the folder of {@code livekit-NAME.yaml} (0600) and {@code livekit-NAME.log}
     * @param ports     its ports; if one is in use, the next free ones
     * @param apiKey    its one API key
     * @param apiSecret the key's secret
     * @param webhook   where it sends its webhooks, signed with the key; null for nowhere
     */
    public record Spec(
            String name,
            Path program,
            Path folder,
            LiveKitPorts ports,
            String apiKey,
            Secret apiSecret,
            @Nullable URI webhook) {
        /** One that sends no webhooks. */
        public Spec(String name, Path program, Path folder, LiveKitPorts ports, String apiKey, Secret apiSecret) {
            this(name, program, folder, ports, apiKey, apiSecret, null);
        }

        /** The same, sending its webhooks there. */
        public Spec telling(URI url) {
            return new Spec(name, program, folder, ports, apiKey, apiSecret, url);
        }
    }

    private final Spec spec;
    private final LiveKitPorts ports;
    private final Child child;
    private final LogFile log;

    private LiveKitServer(Spec spec, LiveKitPorts ports, Child child, LogFile log) {
        this.spec = spec;
        this.ports = ports;
        this.child = child;
        this.log = log;
    }

    /**
     * Starts it and returns when it answers.
     *
     * @throws ChildNotStarted if it does not start, with the end of its log
     */
    public static LiveKitServer start(Spec spec) {
        LiveKitPorts ports = spec.ports();
        for (int tries = 1; ; tries++) {
            ports = ports.firstFree();
            try {
                LiveKitServer server = launch(spec, ports);
                if (server.awaitReady()) {
                    sayWhereItIs(spec, ports);
                    return server;
                }
                server.close();
                String tail = server.log.tail();
                // The port may have been taken between checking and starting.
                if (tries == TRIES || !tail.contains("address already in use")) {
                    throw new ChildNotStarted("livekit-server " + spec.name() + " did not start. The end of its log, "
                            + server.log.path() + ":\n" + tail);
                }
                ports = ports.next();
            } catch (IOException e) {
                throw new ChildNotStarted("livekit-server " + spec.name() + " could not be started: " + e, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ChildNotStarted("interrupted while livekit-server " + spec.name() + " was starting", e);
            }
        }
    }

    private static void sayWhereItIs(Spec spec, LiveKitPorts ports) {
        if (!ports.equals(spec.ports())) {
            LOG.info(
                    "livekit-server {}: port {} (or the one two after it) is in use, using {} instead",
                    spec.name(),
                    spec.ports().http(),
                    ports.http());
        }
    }

    private static LiveKitServer launch(Spec spec, LiveKitPorts ports) throws IOException {
        Path config = writeConfig(spec, ports);
        LogFile log = new LogFile(spec.folder().resolve("livekit-" + spec.name() + ".log"));
        Command command = Command.of(
                        "livekit-" + spec.name(),
                        spec.folder(),
                        List.of(spec.program().toString(), "--config", config.toString()))
                // SIGTERM would wait for people to leave their rooms.
                .stoppedBy(StopSignal.TERM, Duration.ofSeconds(3));
        return new LiveKitServer(spec, ports, Child.start(command, log), log);
    }

    private static Path writeConfig(Spec spec, LiveKitPorts ports) throws IOException {
        Map<String, Object> rtc = Map.of(
                // Media over TCP would listen on every interface, whatever bind_addresses says.
                "tcp_port",
                0,
                "udp_port",
                ports.udp(),
                "node_ip",
                LOOPBACK,
                "enable_loopback_candidate",
                true,
                "use_external_ip",
                false,
                // Without one, LiveKit refers its clients to public ones: dev must not call out.
                "stun_servers",
                List.of("127.0.0.1:" + ports.udp()));
        Map<String, Object> config = new LinkedHashMap<>(Map.of(
                "port", ports.http(),
                "bind_addresses", List.of(LOOPBACK),
                "rtc", rtc,
                "keys", Map.of(spec.apiKey(), spec.apiSecret().revealText())));
        URI webhook = spec.webhook();
        if (webhook != null) {
            config.put("webhook", Map.of("api_key", spec.apiKey(), "urls", List.of(webhook.toString())));
        }
        Path file = spec.folder().toAbsolutePath().resolve("livekit-" + spec.name() + ".yaml");
        Files.deleteIfExists(file);
        Files.createFile(file, OwnerOnly.FILE);
        Files.writeString(file, new YAMLMapper().writeValueAsString(config), StandardOpenOption.WRITE);
        return file;
    }

    private boolean awaitReady() throws InterruptedException {
        Project project = Project.of(
                ServerUrl.parse(url()),
                ApiKey.of(spec.apiKey(), spec.apiSecret().revealText()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (LiveKitClient client = LiveKitClient.create(AddressPolicy.ANYWHERE)) {
            RoomService rooms = client.rooms(project).within(Duration.ofSeconds(2));
            while (child.awaitExit(LOOK_EVERY).isEmpty() && System.nanoTime() < deadline) {
                if (isOurs(rooms)) {
                    return child.isRunning();
                }
            }
        }
        return false;
    }

    /** Whether it answers and knows our key: another server may have got the port before it did. */
    private static boolean isOurs(RoomService rooms) {
        try {
            rooms.listRooms();
            return true;
        } catch (LiveKitException notYet) {
            return false;
        }
    }

    /** Where clients connect: {@code ws://127.0.0.1:port}. */
    public String url() {
        return "ws://127.0.0.1:" + ports.http();
    }

    /** Its ports, which differ from the requested ones if one of those was in use. */
    public LiveKitPorts ports() {
        return ports;
    }

    /** Its process id. */
    public long pid() {
        return child.pid();
    }

    /** Whether it is running. */
    public boolean isRunning() {
        return child.isRunning();
    }

    @Override
    public void close() {
        child.close();
        log.close();
    }

    @Override
    public String toString() {
        return "livekit-server " + spec.name() + " at " + url();
    }
}
