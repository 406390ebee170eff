// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.agents.Agent;
import dev.stagedoor.agents.Agents;
import dev.stagedoor.api.tenants.TenantStatus;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.dispatch.plan.Authorization;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.Status;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.participants.Participants;
import dev.stagedoor.participants.Sighting;
import dev.stagedoor.projects.Project;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.tenants.Tenants;
import dev.stagedoor.watch.Glance;
import dev.stagedoor.watch.Glances;
import dev.stagedoor.watch.Requests;
import dev.stagedoor.watch.Watches;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides by the tenant's snapshot, at the epoch that the last save of the dispatch has seen. */
final class ProjectEnvironment implements DispatchEnvironment {
    private final Snapshots snapshots;
    private final Projects projects;
    private final Seeing seeing;
    private final Clock clock;

    /** Who wants to know what is seen of rooms. */
    record Seeing(Participants participants, Watches watches, Requests requests) {}

    ProjectEnvironment(Snapshots snapshots, Projects projects, Seeing seeing, Clock clock) {
        this.snapshots = snapshots;
        this.projects = projects;
        this.seeing = seeing;
        this.clock = clock;
    }

    @Override
    public void asked(Requests.Why why, int requests) {
        seeing.requests().count(why, requests);
    }

    @Override
    public Authorization authorization(Dispatch dispatch, long epoch) {
        Snapshot snapshot = snapshots.of(dispatch.tenant());
        try {
            return judge(dispatch, snapshot.proof().epoch() < epoch ? snapshots.fresh(dispatch.tenant()) : snapshot);
        } catch (StaleEpoch moved) {
            snapshots.drop(moved);
            return snapshots.now(dispatch.tenant(), now -> judge(dispatch, now));
        }
    }

    private Authorization judge(Dispatch dispatch, Snapshot snapshot) {
        boolean active = snapshot.get(Tenants.TENANT, dispatch.tenant()).status() == TenantStatus.ACTIVE;
        if (!active || !enabled(dispatch, snapshot)) {
            return Authorization.WITHDRAWN;
        }
        boolean usable = projects.usable(snapshot, dispatch.spec().credentialVersion());
        return usable ? Authorization.GRANTED : Authorization.REVOKED;
    }

    /** Deleted or disabled agents are not sent; those that have joined stay until their call ends. */
    private static boolean enabled(Dispatch dispatch, Snapshot snapshot) {
        String slug = dispatch.spec().target().agentSlug();
        boolean inside = dispatch.status() == Status.JOINED;
        return slug == null
                || inside
                || snapshot.get(Agents.AGENT, slug).filter(Agent::enabled).isPresent();
    }

    @Override
    public LiveKitRooms rooms(TenantId tenant, long credentialVersion) {
        try {
            List<Project> reaching = projects.reaching(tenant, credentialVersion);
            if (reaching.isEmpty()) {
                return NoRooms.lockedOut();
            }
            String server = reaching.getFirst().server();
            Told told = new Told(tenant, seeing.participants(), seeing.watches().of(tenant, server, credentialVersion));
            return new KeyedRooms(reaching, credentialVersion, told, clock);
        } catch (Problem later) {
            return NoRooms.unreachable(later);
        }
    }

    /** What is seen of one tenant's rooms on one server. */
    private record Told(TenantId tenant, Participants participants, Watches.OfServer watches)
            implements ProjectRooms.Told {
        @Override
        public void saw(Sighting sighting) {
            participants.saw(tenant, sighting);
        }

        @Override
        public void listed(String room, Glance glance, Instant at) {
            watches.looked(room, glance, at);
        }

        @Override
        public Optional<Glance> unchangedSince(String room, Instant then) {
            Optional<Glances.Standing> standing = watches.unchangedSince(room, then);
            standing.ifPresent(
                    as -> participants.unchanged(tenant, room, as.glance().sid(), as.countedAt()));
            return standing.map(Glances.Standing::glance);
        }
    }
}
