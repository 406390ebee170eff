// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.db.Tx;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.http.Answer;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.vault.Credential;
import dev.stagedoor.vault.CredentialRef;
import dev.stagedoor.vault.CredentialViews;
import dev.stagedoor.vault.Kind;
import dev.stagedoor.vault.KindWire;
import dev.stagedoor.vault.Proposal;
import dev.stagedoor.vault.claims.Claims;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** A tenant's LiveKit project, as a kind of credential: each part of it belongs to one tenant only (I1). */
public final class LiveKitKind implements Kind<LiveKitCredentialRequest> {
    /** The tenant's project in the vault. */
    public static final CredentialRef PROJECT = CredentialRef.of("livekit");

    /** LiveKit re-signs a connected client's token for ten minutes, and accepts any token for a minute after its end. */
    static final Duration AFTER_LAST_EXPIRY = Duration.ofMinutes(11);

    private static final KindWire<LiveKitCredentialRequest> WIRE = new KindWire<>(
            PROJECT.kind(),
            false,
            "credential.put",
            "Put a new version of the tenant's LiveKit project; active after verification",
            LiveKitCredentialRequest.class,
            Answer.Json.like(new CredentialView(
                    "cred_01example",
                    PROJECT.kind(),
                    null,
                    1,
                    "active",
                    "https://acme.livekit.example",
                    "APIexample",
                    null,
                    "eKit:0b91d7e3a5c2",
                    null,
                    Instant.parse("2026-03-01T12:00:00Z"),
                    Instant.parse("2026-03-01T12:00:00Z"),
                    null,
                    null)),
            new LiveKitCredentialRequest(
                    "wss://acme.livekit.example", "APIexample", "the-secret-of-the-API-key-in-LiveKit"));

    private final LiveKitProbe probe;
    private final Egress egress;
    private final boolean developmentKey;
    private final CredentialUse use;

    /**
     * The kind, by a client that follows the policy of {@code egress}.
     *
     * @param probeTimeout   how long a server may take to answer
     * @param developmentKey whether the key of {@code livekit-server --dev} is accepted
     * @param use            what stands on its versions
     */
    public LiveKitKind(
            LiveKitClient client, Egress egress, Duration probeTimeout, boolean developmentKey, CredentialUse use) {
        this.probe = new LiveKitProbe(client, probeTimeout);
        this.egress = egress;
        this.developmentKey = developmentKey;
        this.use = use;
    }

    @Override
    public KindWire<LiveKitCredentialRequest> wire() {
        return WIRE;
    }

    @Override
    public Proposal propose(LiveKitCredentialRequest request) {
        LiveKitProject project = LiveKitShape.of(request, developmentKey);
        if (!project.serverUrl().literalAddress().map(egress::permits).orElse(true)) {
            throw Egress.refusal(LiveKitProject.SERVER_URL);
        }
        return project.proposal();
    }

    @Override
    public void claim(Tx tx, Proposal proposal, Claims claims) {
        LiveKitProject project = LiveKitProject.of(proposal);
        String url = project.serverUrl().canonical();
        SharedServerStore.holdMark(tx, url);
        boolean shared = SharedServerStore.isShared(tx, url);
        LiveKitParts parts = LiveKitParts.of(claims.fingerprints(), project);
        parts.requireIsolated(claims.take(parts.claimed(), Set.of(parts.key())), shared);
    }

    @Override
    public boolean isProbed() {
        return true;
    }

    @Override
    public Map<String, String> probe(TenantId tenant, Proposal proposal) {
        Set<AgentField> known = probe.ask(tenant, LiveKitProject.of(proposal));
        return Map.of(LiveKitProject.AGENT_FIELDS, AgentField.stored(known));
    }

    /**
     * The end of the longest token the tenant was granted until now, or now if it never was; the ledger row is locked,
     * so none is missed.
     */
    @Override
    public Instant drained(Tx tx, Instant now) {
        Instant last = tx.row().lastExpiry();
        if (last.equals(Instant.EPOCH)) {
            return now;
        }
        return last.isAfter(now) ? last.plus(AFTER_LAST_EXPIRY) : now.plus(AFTER_LAST_EXPIRY);
    }

    @Override
    public boolean isKeptByGrants() {
        return true;
    }

    @Override
    public Kind.Standing standing(Tx tx, Credential version) {
        return use.standing(tx, version.version());
    }

    @Override
    public boolean isUsed(Tx tx, Credential version) {
        return use.inUse(tx, version.version());
    }

    @Override
    public void changed(ChangeTx change, Credential version) {
        switch (version.state()) {
            case REVOKED -> use.revoked(change, version.version());
            case ACTIVE -> use.added(change);
            case PENDING, SUPERSEDED, FAILED -> {
                // Whatever stands on it goes on.
            }
        }
    }

    @Override
    public CredentialView view(Credential credential) {
        Map<String, String> attributes = credential.attributes();
        return CredentialViews.of(
                credential,
                new CredentialViews.Shown(
                        null,
                        attributes.get(LiveKitProject.SERVER_URL),
                        attributes.get(LiveKitProject.API_KEY),
                        null,
                        DevelopmentKey.warning(attributes)));
    }
}
