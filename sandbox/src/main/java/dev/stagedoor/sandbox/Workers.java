// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import dev.stagedoor.sandbox.clockwork.SandboxIds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The connected workers and LiveKit's cached view of them: it asks once which agent names are served, listens for
 * answers for 5 s, and caches the result for a minute unless a worker registers.
 */
final class Workers {
    /** How long a check listens; a job does not show until the check it depends on has ended. */
    static final Duration CHECK = Duration.ofSeconds(5);

    private static final Duration BELIEVED = Duration.ofMinutes(1);
    private static final Duration ANSWER = Duration.ofMillis(200);
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private record Check(Instant at, Set<String> names) {}

    /** How an offer ended: when LiveKit is done with it, and which worker took the job, if any. */
    record Offer(
            Instant doneAt,
            @Nullable SandboxWorker taker,
            @Nullable WorkerBehaviour behaviour) {}

    private final SandboxIds ids;
    private final List<SandboxWorker> connected = new ArrayList<>();
    private @Nullable Check check;

    Workers(SandboxIds ids) {
        this.ids = ids;
    }

    void register(SandboxWorker worker) {
        connected.add(worker);
        check = null;
    }

    void stop(SandboxWorker worker) {
        connected.remove(worker);
    }

    boolean connected(SandboxWorker worker) {
        return connected.contains(worker);
    }

    /** Clears LiveKit's cached view, as if a minute had passed. */
    void forget() {
        check = null;
    }

    /** Caches the current workers, with no check left to wait for. */
    void warm(Instant now) {
        check = new Check(now.minus(CHECK), names());
    }

    /** Offers a job for {@code agentName} at {@code now}: to one worker after another, in random order. */
    Offer offer(String agentName, Instant now) {
        Check believed = believed(now);
        Instant listeningEnds = latest(now, believed.at().plus(CHECK));
        if (!believed.names().contains(agentName)) return new Offer(listeningEnds, null, null);
        List<SandboxWorker> able = new ArrayList<>();
        for (SandboxWorker one : connected) if (one.agentName().equals(agentName)) able.add(one);
        ids.shuffle(able);
        for (SandboxWorker worker : able) {
            WorkerBehaviour behaviour = worker.next();
            switch (behaviour.answer()) {
                case ACCEPT -> {
                    return new Offer(latest(listeningEnds, now.plus(ANSWER)), worker, behaviour);
                }
                case SILENCE -> {
                    return new Offer(latest(listeningEnds, now.plus(SILENCE)), null, null);
                }
                case REFUSE -> {}
            }
        }
        return new Offer(listeningEnds, null, null);
    }

    private Check believed(Instant now) {
        Check known = check;
        if (known == null || Duration.between(known.at(), now).compareTo(BELIEVED) > 0) {
            known = new Check(now, names());
            check = known;
        }
        return known;
    }

    private Set<String> names() {
        return connected.stream().map(SandboxWorker::agentName).collect(Collectors.toUnmodifiableSet());
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
