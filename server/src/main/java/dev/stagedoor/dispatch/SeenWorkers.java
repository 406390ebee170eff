// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stagedoor.dispatch.plan.Attempt;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.RoomView;
import dev.stagedoor.dispatch.plan.Workers;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What this node has seen of each project's workers while driving its dispatches; a bounded memory (I7). */
final class SeenWorkers {
    /** LiveKit keeps for 60 s which agent names are served. */
    private static final Duration WARM_FOR = Duration.ofSeconds(55);

    private static final Duration LISTED_AT_ONCE = Duration.ofSeconds(2);
    private static final Duration SERVING_FOR = Duration.ofMinutes(10);
    private static final int MOST = 10_000;

    private final Cache<Project, Instant> listedAtOnce;
    private final Cache<Name, Instant> tookJobs;

    SeenWorkers() {
        this(MOST);
    }

    /** A memory of that many projects and agent names: tenants choose the names. */
    SeenWorkers(int most) {
        this.listedAtOnce = bounded(most);
        this.tookJobs = bounded(most);
    }

    /** Makes room at once, in the thread that adds. */
    private static <K> Cache<K, Instant> bounded(int most) {
        return Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
    }

    private record Project(TenantId tenant, long credentialVersion) {
        static Project of(Dispatch dispatch) {
            return new Project(dispatch.tenant(), dispatch.spec().credentialVersion());
        }
    }

    private record Name(Project project, String agentName) {
        static Name of(Dispatch dispatch) {
            return new Name(Project.of(dispatch), dispatch.spec().agentName());
        }
    }

    /** A room of the dispatch was seen. */
    void saw(Dispatch dispatch, RoomView room, Instant now) {
        boolean agent = room.agents().stream()
                .anyMatch(one -> one.agentName().equals(dispatch.spec().agentName()));
        Set<Integer> attemptsWithJob = room.dispatches().stream()
                .filter(listed -> listed.dispatchId().equals(dispatch.id().value()) && listed.jobIdentity() != null)
                .map(RoomView.Listed::attempt)
                .collect(Collectors.toSet());
        if (agent || !attemptsWithJob.isEmpty()) {
            tookJobs.put(Name.of(dispatch), now);
        }
        dispatch.current()
                .filter(attempt -> attemptsWithJob.contains(attempt.number()))
                .map(Attempt::startedAt)
                .filter(started -> !started.plus(LISTED_AT_ONCE).isBefore(now))
                .ifPresent(started -> listedAtOnce.put(Project.of(dispatch), started));
    }

    /** What is known for the next step of a dispatch. */
    Workers of(Dispatch dispatch, Instant now) {
        return new Workers(
                within(WARM_FOR, listedAtOnce.getIfPresent(Project.of(dispatch)), now),
                within(SERVING_FOR, tookJobs.getIfPresent(Name.of(dispatch)), now));
    }

    private static boolean within(Duration most, @Nullable Instant seen, Instant now) {
        return seen != null && seen.plus(most).isAfter(now);
    }
}
