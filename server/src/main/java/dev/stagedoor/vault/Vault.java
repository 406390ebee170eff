package dev.stagedoor.vault;

import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Tx;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.keys.DataKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The door to tenants' credentials. Secrets go in here and come out only as part of a snapshot. */
public final class Vault {
    private final Ledger ledger;
    private final DataKeys dataKeys;
    private final CredentialIntake intake;
    private final Egress egress;
    private final Facet<CredentialKind, Optional<LiveKitCredential>> active;
    private final Facet<Long, Optional<LiveKitCredential>> version;

    Vault(Ledger ledger, DataKeys dataKeys, CredentialIntake intake, Egress egress) {
        this.ledger = ledger;
        this.dataKeys = dataKeys;
        this.intake = intake;
        this.egress = egress;
        this.active = new Facet<>(
                "livekit credential",
                (tx, kind) -> CredentialStore.inState(tx, kind, CredentialState.ACTIVE)
                        .flatMap(row -> open(tx, row)));
        this.version = new Facet<>(
                "livekit credential version",
                (tx, number) -> CredentialStore.version(tx, CredentialKind.LIVEKIT, number)
                        .flatMap(row -> open(tx, row)));
    }

    private Optional<LiveKitCredential> open(Tx tx, Credential row) {
        return dataKeys.find(tx).flatMap(key -> CredentialStore.open(tx, key, row));
    }

    /**
     * The tenant's active LiveKit project, as a part of its snapshot; the key is {@link CredentialKind#LIVEKIT}. Empty:
     * answer {@link CredentialKind#missing}.
     */
    public Facet<CredentialKind, Optional<LiveKitCredential>> livekit() {
        return active;
    }

    /** A version of the tenant's LiveKit project that calls still name: active, or superseded and not yet drained. */
    public Facet<Long, Optional<LiveKitCredential>> livekitVersion() {
        return version;
    }

    /**
     * Puts a new version of the tenant's LiveKit project, and returns it active.
     *
     * @param verify whether the server is asked first; only an operator may do without
     * @throws Problem {@code invalid_request}, {@code address_not_allowed}, {@code credential_not_isolated}, {@code
     *     credential_rejected}, {@code provider_unavailable}; {@code conflict} if another put overtook this one. After
     *     each of them the version that was active still is
     */
    public Credential put(Principal by, TenantId tenant, LiveKitCredentialRequest request, boolean verify) {
        if (!verify && !(by instanceof Principal.Operator)) {
            throw Problem.of(ErrorCode.FORBIDDEN, "Only an operator may put a credential without verifying it.");
        }
        LiveKitProposal proposal = LiveKitProposal.of(request);
        if (!proposal.serverUrl().literalAddress().map(egress::permits).orElse(true)) {
            throw Egress.refusal("server_url");
        }
        return intake.put(by, tenant, proposal, verify);
    }

    /** Every version of every kind, the newest first. */
    public Page<Credential> list(Principal by, TenantId tenant, Page.Request page) {
        return ledger.read(by, tenant, tx -> CredentialStore.list(tx, page));
    }

    /** The active version of the kind; where there is none, the newest; {@code not_found} if it was never put. */
    public Credential get(Principal by, TenantId tenant, CredentialKind kind) {
        return ledger.read(
                by,
                tenant,
                tx -> CredentialStore.inState(tx, kind, CredentialState.ACTIVE)
                        .or(() -> CredentialStore.newest(tx, kind))
                        .orElseThrow(Vault::unknown));
    }

    /** The versions that something may still stand on, the newest first: active, or superseded and not yet drained. */
    public List<Credential> usable(Principal by, TenantId tenant, CredentialKind kind) {
        return ledger.read(by, tenant, tx -> CredentialStore.usable(tx, kind));
    }

    /**
     * Takes a version out of use for good and erases its secret. Its parts stay the tenant's until the longest token it
     * signed has ended.
     *
     * @param number which version; null for the active one
     * @throws Problem {@code not_found} if there is no such version that could still be used
     */
    public Credential revoke(Principal by, TenantId tenant, CredentialKind kind, @Nullable Long number) {
        return ledger.change(by, tenant, change -> {
            Credential row = usable(change.tx(), kind, number).orElseThrow(Vault::unknown);
            return revoke(by, change, row);
        });
    }

    private static Optional<Credential> usable(Tx tx, CredentialKind kind, @Nullable Long number) {
        if (number == null) {
            return CredentialStore.inState(tx, kind, CredentialState.ACTIVE);
        }
        return CredentialStore.version(tx, kind, number).filter(row -> switch (row.state()) {
            case PENDING, ACTIVE, SUPERSEDED -> row.retiredAt() == null;
            case REVOKED, FAILED -> false;
        });
    }

    private static Credential revoke(Principal by, ChangeTx change, Credential row) {
        Tx tx = change.tx();
        CredentialStore.end(tx, row, CredentialState.REVOKED, change.now(), Drain.over(tx, change.now()));
        change.raiseEpoch();
        CredentialIntake.note(change, by, "credential.revoke", row, Map.of());
        return CredentialStore.version(tx, row.kind(), row.version()).orElseThrow();
    }

    private static Problem unknown() {
        return Problem.notFound("credential");
    }
}
