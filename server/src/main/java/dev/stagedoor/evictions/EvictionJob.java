// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import dev.stagedoor.db.Database;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.projects.Project;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.projects.Rest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Enforces evictions (T4): one turn of a tenant looks once at each server that the tenant uses, whatever the number of
 * evictions.
 */
final class EvictionJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EvictionJob.class);

    private final Principal.SystemJob by = new Principal.SystemJob("evictions", "evictions");
    private final Evictions evictions;
    private final Projects projects;
    private final Clock clock;
    private final DueRows due;
    private final Map<TenantId, Resting> resting = new ConcurrentHashMap<>();

    EvictionJob(Evictions evictions, Projects projects, Database database, Clock clock) {
        this.evictions = evictions;
        this.projects = projects;
        this.clock = clock;
        this.due = new DueRows("evictions", TurnStore.DUE, database, clock, this::turn);
    }

    /** The tenants whose turn is due. */
    DueRows due() {
        return due;
    }

    @Override
    public void close() {
        due.close();
    }

    /** While this node may ask none of the tenant's servers, the turn is left to others, until something changes. */
    private record Resting(String changes, List<Rest> of) {
        boolean isOver() {
            return of.stream().anyMatch(rest -> !rest.left().isPositive());
        }
    }

    private void turn(DueRows.Row row) {
        Resting rest = resting.get(row.tenant());
        if (rest == null || !rest.changes().equals(row.id()) || rest.isOver()) {
            resting.remove(row.tenant());
            evictions.take(by, row.tenant()).ifPresent(this::carryOut);
        }
    }

    /**
     * An eviction whose time is over ends only after a look at every server: it may not have been possible before.
     */
    private void carryOut(Evictions.Turn turn) {
        List<List<Project>> servers = projects.servers(turn.tenant());
        List<Problem> failures = new ArrayList<>();
        servers.forEach(keys -> look(turn, keys).ifPresent(failures::add));
        if (failures.isEmpty()) {
            if (turn.ends()) {
                evictions.end(by, turn);
            }
        } else if (failures.size() == servers.size() && failures.stream().noneMatch(Project::isUnreadable)) {
            rest(turn, servers);
        }
    }

    private Optional<Problem> look(Evictions.Turn turn, List<Project> keys) {
        Optional<Problem> failed = failure(turn, keys);
        failed.ifPresent(problem -> {
            // Looked at again as soon as the project may be asked.
            Level level = problem.code() == ErrorCode.PROVIDER_UNAVAILABLE ? Level.DEBUG : Level.WARN;
            LOG.atLevel(level).log("evictions of {}: {}", turn.tenant(), problem.detail());
        });
        return failed;
    }

    private Optional<Problem> failure(Evictions.Turn turn, List<Project> keys) {
        try {
            return Projects.byAnyOf(keys, project -> new Look(by, evictions, turn, project, clock).carryOut());
        } catch (Problem failed) {
            return Optional.of(failed);
        }
    }

    private void rest(Evictions.Turn turn, List<List<Project>> servers) {
        List<Rest> rests =
                servers.stream().flatMap(List::stream).map(Project::rest).toList();
        resting.put(turn.tenant(), new Resting(Long.toString(turn.changes()), rests));
        evictions.giveBack(by, turn);
    }
}
