// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import java.time.Clock;
import java.time.Duration;

/**
 * A process's connections to LiveKit servers. One per process is enough; it holds no credentials. Closing it aborts calls in progress.
 *
 * <pre>{@code
 * try (var client = LiveKitClient.create(AddressPolicy.ANYWHERE)) {
 *     client.rooms(project).within(Duration.ofSeconds(5)).createRoom(CreateRoom.named("lobby"));
 * }
 * }</pre>
 */
public final class LiveKitClient implements AutoCloseable {
    /** The default deadline of a call. */
    public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

    private final Twirp twirp;

    private LiveKitClient(Twirp twirp) {
        this.twirp = twirp;
    }

    /**
     * A client that connects only where {@code policy} permits.
     *
     * @throws IllegalStateException if the policy is not {@link AddressPolicy#ANYWHERE} and this JVM cannot enforce it;
     *     see {@link AddressGuard}
     */
    public static LiveKitClient create(AddressPolicy policy) {
        return create(policy, Clock.systemUTC());
    }

    /** The same, signing calls by {@code clock}. */
    public static LiveKitClient create(AddressPolicy policy, Clock clock) {
        return new LiveKitClient(new Twirp(policy, clock));
    }

    /** RoomService of {@code project}. A cheap view. */
    public RoomService rooms(Project project) {
        return new RoomService(new Twirp.Target(twirp, project, USUAL_TIMEOUT, Twirp.LONGEST_LIST, null));
    }

    /** AgentDispatchService of {@code project}. A cheap view. */
    public AgentDispatchService dispatches(Project project) {
        return new AgentDispatchService(new Twirp.Target(twirp, project, USUAL_TIMEOUT, Twirp.LONGEST_LIST, null));
    }

    /** SIP of {@code project}. A cheap view. */
    public SipService sip(Project project) {
        return new SipService(new Twirp.Target(twirp, project, USUAL_TIMEOUT, Twirp.LONGEST_LIST, null));
    }

    @Override
    public void close() {
        twirp.close();
    }
}
