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
import dev.stagedoor.projects.Project;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.tenants.Tenants;
import java.time.Clock;
import java.util.List;

/** Decides by the tenant's snapshot, at the epoch that the last save of the dispatch has seen. */
final class ProjectEnvironment implements DispatchEnvironment {
    private final Snapshots snapshots;
    private final Projects projects;
    private final Participants participants;
    private final Clock clock;

    ProjectEnvironment(Snapshots snapshots, Projects projects, Participants participants, Clock clock) {
        this.snapshots = snapshots;
        this.projects = projects;
        this.participants = participants;
        this.clock = clock;
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
            ProjectRooms.Sightings sightings =
                    new ProjectRooms.Sightings(sighting -> participants.saw(tenant, sighting), clock);
            return reaching.isEmpty() ? NoRooms.lockedOut() : new KeyedRooms(reaching, credentialVersion, sightings);
        } catch (Problem later) {
            return NoRooms.unreachable(later);
        }
    }
}
