// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.http.signed.SignatureVerifier;
import dev.stagedoor.http.signed.SignedRequest;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.token.ClaimGrants;
import dev.stagedoor.livekit.token.Verification;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.tenants.Tenants;

/**
 * How an agent's worker proves itself: with a participant's token of the kind agent for its room, signed with the key of the
 * tenant's LiveKit project. LiveKit gives a worker one with its job; nobody else gets one.
 */
final class WorkerProof implements SignatureVerifier {
    private static final String BEARER = "Bearer ";

    private final Principal by = new Principal.SystemJob("models", "worker");
    private final Tenants tenants;
    private final Projects projects;
    private final Snapshots snapshots;

    /**
     * The agent that a worker is.
     *
     * @param credentialVersion the version of the tenant's LiveKit credential that signed its token
     */
    record Worker(String room, String identity, long credentialVersion) {}

    WorkerProof(Tenants tenants, Projects projects, Snapshots snapshots) {
        this.tenants = tenants;
        this.projects = projects;
        this.snapshots = snapshots;
    }

    @Override
    public Principal verify(SignedRequest request) {
        Snapshot snapshot = snapshots.of(tenant(request.path("tenant")));
        String authorization = request.header("authorization").orElse("");
        return snapshots.judge(snapshot, () -> {
            worker(snapshot, authorization);
            return new Principal.Sender(snapshot.tenant(), "worker", snapshot.proof(), request.requestId());
        });
    }

    private TenantId tenant(String named) {
        try {
            return tenants.named(by, named);
        } catch (Problem unknown) {
            throw refused();
        }
    }

    /** The worker that sends that header; {@code unauthenticated} if it is none of this tenant's. */
    Worker worker(Snapshot snapshot, String authorization) {
        snapshot.get(Tenants.TENANT, snapshot.tenant()).requireActive();
        if (!authorization.startsWith(BEARER)) {
            throw refused();
        }
        Projects.Proven proven = projects.verify(
                snapshot, authorization.substring(BEARER.length()).strip());
        if (!(proven.verdict() instanceof Verification.Accepted(var token))) {
            throw refused();
        }
        ClaimGrants grants = token.grants();
        String room = grants.video().room();
        String identity = grants.identity();
        if (grants.kind() != ParticipantKind.AGENT || !grants.video().roomJoin() || room == null || identity == null) {
            throw refused();
        }
        return new Worker(room, identity, proven.by());
    }

    private static Problem refused() {
        return Problem.of(
                ErrorCode.UNAUTHENTICATED,
                "Send the token of the agent's job, of kind agent and signed with the tenant's LiveKit key.");
    }
}
