package dev.stagedoor.livekit.api;

import java.time.Clock;
import java.time.Duration;

/**
 * The connections of a process to LiveKit servers. One is enough; it holds no credential. Closing it breaks off what is
 * under way.
 *
 * <pre>{@code
 * try (var client = LiveKitClient.create(AddressPolicy.ANYWHERE)) {
 *     client.rooms(project).within(Duration.ofSeconds(5)).createRoom(CreateRoom.named("lobby"));
 * }
 * }</pre>
 */
public final class LiveKitClient implements AutoCloseable {
    /** How long a call may take when nothing is said. */
    public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

    private final Twirp twirp;

    private LiveKitClient(Twirp twirp) {
        this.twirp = twirp;
    }

    /**
     * A client that goes where {@code policy} permits.
     *
     * @throws IllegalStateException when the policy is not {@link AddressPolicy#ANYWHERE} and this JVM is not set up to
     *     hold it; see {@link AddressGuard}
     */
    public static LiveKitClient create(AddressPolicy policy) {
        return create(policy, Clock.systemUTC());
    }

    /** The same; calls are signed as of {@code clock}. */
    public static LiveKitClient create(AddressPolicy policy, Clock clock) {
        return new LiveKitClient(new Twirp(policy, clock));
    }

    /** RoomService of {@code project}. A view: costs nothing, keep it or not. */
    public RoomService rooms(Project project) {
        return new RoomService(new Twirp.Target(twirp, project, USUAL_TIMEOUT));
    }

    /** AgentDispatchService of {@code project}. A view: costs nothing, keep it or not. */
    public AgentDispatchService dispatches(Project project) {
        return new AgentDispatchService(new Twirp.Target(twirp, project, USUAL_TIMEOUT));
    }

    @Override
    public void close() {
        twirp.close();
    }
}
