// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.bench.servers.Running;
import dev.stagedoor.devmode.Installation;
import dev.stagedoor.devmode.LiveKitPorts;
import dev.stagedoor.devmode.LiveKitServer;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AddressPolicy;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.api.Room;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.processes.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real livekit-server with the light worker of one agent, and what is in its rooms, as the server says. */
public final class PhoneProject implements AutoCloseable {
    /** The agent that answers. */
    public static final String AGENT = "receptionist";

    private static final String KEY = "APIphone";
    private static final String SECRET = "a-secret-of-the-benchmark-for-phone-calls";
    private static final Pattern REGISTERED = Pattern.compile("\"event\":\"(registered)\"");
    private static final int MANY = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final long LOOK_EVERY = Duration.ofMillis(200).toNanos();

    private final LiveKitServer livekit;
    private final Running worker;
    private final LiveKitClient client = LiveKitClient.create(AddressPolicy.ANYWHERE);
    private final Project project;

    private PhoneProject(LiveKitServer livekit, Running worker) {
        this.livekit = livekit;
        this.worker = worker;
        this.project = Project.of(ServerUrl.parse(livekit.url()), ApiKey.of(KEY, SECRET));
    }

    /** Starts both; returns once the worker has registered. */
    public static PhoneProject start(Path home, Path folder, int firstPort) {
        Path program = new Installation(home, System.getenv())
                .livekitServer()
                .orElseThrow(() -> new IllegalStateException("no livekit-server found: run make livekit"));
        Path worker = home.resolve("examples/light-worker");
        if (!Files.isDirectory(worker.resolve("node_modules"))) {
            throw new IllegalStateException("the worker's packages are not installed: run npm ci in " + worker);
        }
        LiveKitServer livekit = LiveKitServer.start(
                new LiveKitServer.Spec("phone", program, folder, LiveKitPorts.from(firstPort), KEY, Secret.of(SECRET)));
        try {
            Command command = Command.of("light worker", worker, List.of("node", "worker.mjs"))
                    .with("MAX_JOBS", Integer.toString(MANY));
            return new PhoneProject(livekit, Running.start(of(livekit, command), REGISTERED));
        } catch (IllegalStateException e) {
            livekit.close();
            throw e;
        }
    }

    private static Command of(LiveKitServer livekit, Command command) {
        return command.with("LIVEKIT_URL", livekit.url())
                .with("LIVEKIT_API_KEY", KEY)
                .with("LIVEKIT_API_SECRET", SECRET)
                .with("AGENT_NAME", AGENT);
    }

    /** A program of this project, with its agent's name. */
    public Command of(Command command) {
        return of(livekit, command);
    }

    /** The project, for a tenant of ours. */
    public LiveKitCredentialRequest credential() {
        return new LiveKitCredentialRequest(livekit.url(), KEY, SECRET);
    }

    /** The names of its rooms. */
    List<String> rooms() {
        return client.rooms(project).listRooms().stream().map(Room::name).toList();
    }

    /** How many agents are in a room, or on their way into it. */
    int agentsIn(String room) {
        return (int) agents(room).count();
    }

    /** Whether an agent is in a room, and media flows. */
    boolean isAnswered(String room) {
        return agents(room).anyMatch(agent -> agent.state() == Participant.State.ACTIVE);
    }

    private Stream<Participant> agents(String room) {
        return client.rooms(project).listParticipants(room).stream()
                .filter(participant -> participant.kind() == ParticipantKind.AGENT);
    }

    /** Closes a room; whoever is in it leaves. */
    void delete(String room) {
        client.rooms(project).deleteRoom(room);
    }

    /**
     * Closes all rooms; returns once none has been there for a while. A worker that had not joined its room yet opens it again:
     * a token is not revoked by the end of the room.
     *
     * @return how many there were at first
     */
    public int clear() {
        List<String> left = rooms();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long quiet = System.nanoTime();
        while (System.nanoTime() - quiet < QUIET.toNanos()) {
            List<String> now = rooms();
            now.forEach(this::delete);
            quiet = now.isEmpty() ? quiet : System.nanoTime();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(now.size() + " rooms do not close");
            }
            LockSupport.parkNanos(LOOK_EVERY);
        }
        return left.size();
    }

    @Override
    public void close() {
        client.close();
        worker.close();
        livekit.close();
    }
}
