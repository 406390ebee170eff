package dev.stagedoor.vault;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Draft;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.crypto.Binding;
import dev.stagedoor.crypto.DataKey;
import dev.stagedoor.crypto.Fingerprints;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.keys.DataKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a credential gets in: a pending version with its claims in one change, the probe with no transaction open, then
 * active in a change that raises the epoch. What ends between two of these is found by {@link VaultJobs}.
 */
final class CredentialIntake {
    private static final CredentialKind KIND = CredentialKind.LIVEKIT;

    private final Ledger ledger;
    private final DataKeys dataKeys;
    private final PlatformFingerprints platform;
    private final LiveKitProbe probe;
    private final Duration pendingFor;

    CredentialIntake(
            Ledger ledger, DataKeys dataKeys, PlatformFingerprints platform, LiveKitProbe probe, Duration pendingFor) {
        this.ledger = ledger;
        this.dataKeys = dataKeys;
        this.platform = platform;
        this.probe = probe;
        this.pendingFor = pendingFor;
    }

    Credential put(Principal by, TenantId tenant, LiveKitProposal proposal, boolean verify) {
        Credential pending = pend(by, tenant, proposal);
        Principal settled = by.settled();
        if (verify) {
            try {
                probe.ask(proposal);
            } catch (RuntimeException failed) {
                fail(settled, tenant, pending, failed);
                throw failed;
            }
        }
        return activate(settled, tenant, pending, verify);
    }

    /** The first step: stored, sealed and claimed, and not used by anyone. */
    Credential pend(Principal by, TenantId tenant, LiveKitProposal proposal) {
        Fingerprints prints = platform.get();
        Claims claims = Claims.of(prints, proposal.serverUrl(), proposal.apiKey(), proposal.apiSecret());
        String display = Claims.display(prints, proposal.apiSecret());
        try {
            return ledger.change(by, tenant, change -> {
                DataKey key = dataKeys.find(change.tx()).orElseThrow(() -> Problem.notFound("tenant"));
                claim(change.tx(), proposal, claims, change.now());
                Credential row = pendingRow(change, proposal, display);
                byte[] sealed = key.seal(proposal.apiSecret(), new Binding(tenant, row.id(), row.version()));
                CredentialStore.insert(
                        change.tx(), row, sealed, claims, change.now().plus(pendingFor));
                note(change, by, "credential.put", row, Map.of());
                return row;
            });
        } catch (Problem refused) {
            if (refused.code() == ErrorCode.CREDENTIAL_NOT_ISOLATED) {
                noteRefusal(by.settled(), tenant, proposal, refused);
            }
            throw refused;
        }
    }

    private static void claim(Tx tx, LiveKitProposal proposal, Claims claims, Instant now) {
        String url = proposal.serverUrl().canonical();
        SharedServerStore.holdMark(tx, url);
        boolean shared = SharedServerStore.isShared(tx, url);
        ClaimStore.claim(tx, Map.of(claims.url(), "url", claims.project(), "project", claims.secret(), "secret"), now);
        Isolation.judge(claims, ClaimStore.ofOthers(tx, claims.all()), shared);
    }

    /** The next version; an earlier one that is still pending gives way to it. */
    private static Credential pendingRow(ChangeTx change, LiveKitProposal proposal, String display) {
        Tx tx = change.tx();
        CredentialStore.inState(tx, KIND, CredentialState.PENDING)
                .ifPresent(earlier -> CredentialStore.retire(tx, earlier, CredentialState.FAILED, change.now()));
        Optional<Credential> newest = CredentialStore.newest(tx, KIND);
        return new Credential(
                KIND,
                newest.map(Credential::id).orElseGet(() -> Ids.next("cred", change.now())),
                newest.map(Credential::version).orElse(0L) + 1,
                CredentialState.PENDING,
                proposal.serverUrl().canonical(),
                proposal.apiKey(),
                display,
                change.now(),
                null,
                null,
                null);
    }

    private Credential activate(Principal by, TenantId tenant, Credential pending, boolean verified) {
        return ledger.change(by, tenant, change -> {
            Tx tx = change.tx();
            if (!dataKeys.exists(tx)) {
                throw Problem.notFound("tenant");
            }
            if (!isPending(tx, pending)) {
                throw overtaken();
            }
            CredentialStore.inState(tx, KIND, CredentialState.ACTIVE)
                    .ifPresent(row -> CredentialStore.end(
                            tx, row, CredentialState.SUPERSEDED, change.now(), Drain.over(tx, change.now())));
            CredentialStore.activate(tx, pending, verified ? change.now() : null);
            ClaimStore.release(tx);
            change.raiseEpoch();
            note(change, by, "credential.activate", pending, Map.of("verified", verified));
            return CredentialStore.version(tx, KIND, pending.version()).orElseThrow();
        });
    }

    private static boolean isPending(Tx tx, Credential row) {
        return CredentialStore.version(tx, KIND, row.version())
                .map(Credential::state)
                .equals(Optional.of(CredentialState.PENDING));
    }

    private static Problem overtaken() {
        return Problem.of(
                ErrorCode.CONFLICT, "Another version of the credential was put before this one had been verified.");
    }

    /** The pending version failed: its claims are given up, its secret is erased, and nothing else has changed. */
    private void fail(Principal by, TenantId tenant, Credential pending, RuntimeException why) {
        String code = why instanceof Problem problem ? problem.code().wire() : ErrorCode.INTERNAL.wire();
        try {
            ledger.changing(by, tenant, change -> {
                CredentialStore.version(change.tx(), KIND, pending.version())
                        .filter(row -> row.state() == CredentialState.PENDING)
                        .ifPresent(
                                row -> CredentialStore.retire(change.tx(), row, CredentialState.FAILED, change.now()));
                ClaimStore.release(change.tx());
                note(change, by, "credential.fail", pending, Map.of("why", code));
            });
        } catch (RuntimeException alsoFailed) {
            // The job gives it up later; the asker should hear why the probe failed.
            why.addSuppressed(alsoFailed);
        }
    }

    private void noteRefusal(Principal by, TenantId tenant, LiveKitProposal proposal, Problem refused) {
        String detail = Json.text(Map.of(
                "server_url", proposal.serverUrl().canonical(),
                "api_key", proposal.apiKey(),
                "shared", refused.fields().stream().map(Problem.Field::name).toList()));
        ledger.changing(
                by,
                tenant,
                change -> change.append(Draft.of(by, change.now(), "credential.refuse", KIND.wire(), detail)));
    }

    static void note(ChangeTx change, Principal by, String action, Credential row, Map<String, ?> more) {
        Map<String, Object> detail = new TreeMap<>(more);
        detail.put("kind", row.kind().wire());
        detail.put("version", row.version());
        detail.put("server_url", row.serverUrl());
        detail.put("api_key", row.apiKey());
        change.append(Draft.of(by, change.now(), action, row.id(), Json.text(detail)));
    }
}
