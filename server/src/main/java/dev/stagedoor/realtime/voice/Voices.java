// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.voice;

import dev.stagedoor.agents.Agent;
import dev.stagedoor.api.tenants.GrantName;
import dev.stagedoor.calls.Call;
import dev.stagedoor.calls.Calls;
import dev.stagedoor.calls.StartCall;
import dev.stagedoor.calls.StartedCall;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.outbound.GuardedAddress;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.tenants.Policy;
import dev.stagedoor.tenants.Tenants;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The voice sessions of this node. */
public final class Voices implements AutoCloseable {
    /** PCM16, one channel. */
    public static final int SAMPLE_RATE = 24_000;

    /** Of such audio. */
    public static final int BYTES_PER_SECOND = 2 * SAMPLE_RATE;

    private static final Logger LOG = LoggerFactory.getLogger(Voices.class);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /** Each attempt is judged anew: tenants change. */
    private static final int ATTEMPTS = 5;

    private final Foundation on;
    private final Doors doors;
    private final VoiceConfig config;
    private final HttpClient http =
            HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    private final Set<VoiceSession> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> ending = ConcurrentHashMap.newKeySet();

    /**
     * What they stand on.
     *
     * @param admitted the user again, as their session is now; throws if it has ended
     */
    public record Doors(
            Calls calls, Projects projects, GuardedAddress addresses, UnaryOperator<Principal.AppUser> admitted) {}

    /** A call that was started, and by whom. */
    record Begun(Principal.AppUser by, StartedCall call) {}

    /** The voices. */
    public Voices(Foundation on, Doors doors, VoiceConfig config) {
        this.on = on;
        this.doors = doors;
        this.config = config;
    }

    /** How many there are. */
    public int open() {
        return open.size();
    }

    /** Whether there is a bridge: without one, no agent can be spoken with. */
    public boolean hasBridge() {
        return config.url().isPresent();
    }

    /** Why that agent cannot be spoken with, by that snapshot; empty if it can. */
    public Optional<NoVoice> missing(Snapshot snapshot, Agent agent) {
        if (!hasBridge()) {
            return Optional.of(NoVoice.NO_BRIDGE);
        }
        String voice = agent.persona().voice();
        if (voice == null || voice.isBlank()) {
            return Optional.of(NoVoice.NO_VOICE);
        }
        Policy policy = snapshot.get(Tenants.TENANT, snapshot.tenant()).policy();
        if (!policy.allows(GrantName.CAN_PUBLISH) || !policy.allows(GrantName.CAN_SUBSCRIBE)) {
            return Optional.of(NoVoice.NOT_PERMITTED);
        }
        try {
            doors.projects().active(snapshot);
            return Optional.empty();
        } catch (Problem none) {
            return Optional.of(none.code() == ErrorCode.CREDENTIAL_MISSING ? NoVoice.NO_PROJECT : NoVoice.of(none));
        }
    }

    /** Begins one, on a thread of its own, which asks {@code wanted} first: empty if the chat has no agent any more. */
    public VoiceSession begin(Supplier<Optional<VoiceSession.Wanted>> wanted, Ear ear) {
        VoiceSession session = new VoiceSession(this, wanted, ear);
        open.add(session);
        Thread.ofVirtual().name("voice").start(session::run);
        return session;
    }

    void ended(VoiceSession session) {
        open.remove(session);
    }

    BridgeLine line(BridgeLine.Told told) throws InterruptedException {
        URI bridge = config.url().orElseThrow(() -> new NoVoice.Because(NoVoice.NO_BRIDGE));
        return BridgeLine.open(http, bridge, config.secret(), told);
    }

    void require(TenantId tenant, Agent agent) {
        on.snapshots().current(tenant, snapshot -> missing(snapshot, agent)).ifPresent(why -> {
            throw new NoVoice.Because(why);
        });
    }

    /** A new call in a room of its own, recorded before its token is in anybody's hands (T1). */
    Begun startCall(VoiceSession.Wanted wanted) {
        Map<String, Object> context = wanted.voice().isEmpty() ? Map.of() : Map.of("voice_id", wanted.voice());
        StartCall command = StartCall.speaking(
                wanted.agent().slug(),
                new Call.User(wanted.by().user(), wanted.by().session(), wanted.chat()),
                new StartCall.Brief(context.isEmpty() ? null : context, null));
        try {
            return on.snapshots().repeated(ATTEMPTS, () -> {
                Principal.AppUser by = doors.admitted().apply(wanted.by());
                return new Begun(by.settled(), doors.calls().trigger(by, by.tenant(), command, Optional.empty()));
            });
        } catch (StaleEpoch moved) {
            throw Problem.of(ErrorCode.BUSY, "Too many concurrent changes; try again.");
        }
    }

    boolean agentJoins(Begun begun) {
        return doors.calls().agentJoins(begun.by(), begun.call());
    }

    /** The room's server, if its address is permitted (I8): the bridge connects to it on the tenant's behalf. */
    String permittedUrl(Begun begun) {
        String url = begun.call().token().serverUrl();
        doors.addresses().require(begun.by().tenant(), ServerUrl.parse(url));
        return url;
    }

    /** Ends the call, on a thread of its own. If that fails, the calls' own job ends it: its user is not in the room. */
    void endCall(Begun begun) {
        Thread thread = Thread.ofVirtual().name("voice-end").unstarted(() -> {
            try {
                doors.calls().end(begun.by(), begun.by().tenant(), begun.call().id());
            } catch (RuntimeException failed) {
                LOG.warn("the voice call {} is not ended yet: {}", begun.call().id(), failed.toString());
            } finally {
                ending.remove(Thread.currentThread());
            }
        });
        ending.add(thread);
        thread.start();
    }

    /** Ends all, and waits a little for their calls to end. */
    @Override
    public void close() {
        open.forEach(VoiceSession::end);
        long end = System.nanoTime() + CLOSING.toNanos();
        try {
            for (Thread one : ending) {
                one.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.shutdownNow();
    }
}
