// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.crypto.Binding;
import dev.stagedoor.crypto.DataKey;
import dev.stagedoor.crypto.Fingerprints;
import dev.stagedoor.db.Tx;
import dev.stagedoor.events.Event;
import dev.stagedoor.events.EventType;
import dev.stagedoor.events.Events;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.keys.DataKeys;
import dev.stagedoor.vault.claims.Claims;
import dev.stagedoor.vault.claims.PlatformClaims;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How a credential gets in: a pending version with its claims in one change, the probe with no transaction open, then
 * active in a change that raises the epoch. {@link VaultJobs} finds a put that stopped between two of these.
 */
final class CredentialIntake {
    private final Ledger ledger;
    private final DataKeys dataKeys;
    private final CredentialStore store;
    private final Kinds kinds;
    private final Endings endings;
    private final PlatformClaims platform;
    private final Duration pendingTimeout;

    CredentialIntake(
            Ledger ledger,
            DataKeys dataKeys,
            CredentialStore store,
            Kinds kinds,
            PlatformClaims platform,
            Duration pendingTimeout) {
        this.ledger = ledger;
        this.dataKeys = dataKeys;
        this.store = store;
        this.kinds = kinds;
        this.endings = Endings.of(store, kinds);
        this.platform = platform;
        this.pendingTimeout = pendingTimeout;
    }

    Credential put(Principal by, TenantId tenant, PutCredential put) {
        Kind<?> kind = kinds.of(put.ref().kind());
        boolean verify = put.verify() && kind.isProbed();
        Credential pending = pend(by, tenant, put);
        Principal settled = by.settled();
        if (!verify) {
            return activate(settled, tenant, pending, null);
        }
        Map<String, String> learned;
        try {
            learned = kind.probe(tenant, put.proposal());
        } catch (RuntimeException failed) {
            fail(settled, tenant, pending, failed);
            throw failed;
        }
        return activate(settled, tenant, pending, learned);
    }

    /** The first step: stored, sealed and claimed, and not used by anyone. */
    Credential pend(Principal by, TenantId tenant, PutCredential put) {
        Kind<?> kind = kinds.of(put.ref().kind());
        Proposal proposal = put.proposal();
        Fingerprints prints = platform.fingerprints();
        AtomicReference<@Nullable Claims> asked = new AtomicReference<>();
        try {
            return ledger.change(by, tenant, change -> {
                Tx tx = change.tx();
                DataKey key = dataKeys.find(tx).orElseThrow(() -> Problem.notFound("tenant"));
                Claims claims = new Claims(tx, prints, change.now());
                asked.set(claims);
                kind.claim(tx, proposal, claims);
                Credential row =
                        pendingRow(change, put, display(prints, put.ref().kind(), proposal.secret()));
                byte[] sealed = key.seal(proposal.secret(), new Binding(tenant, row.id(), row.version()));
                store.insert(tx, row, sealed, claims.taken(), change.now().plus(pendingTimeout));
                put.along().accept(change);
                note(change, by, "credential.put", row, Map.of());
                return row;
            });
        } catch (Problem refused) {
            if (refused.code() == ErrorCode.CREDENTIAL_NOT_ISOLATED) {
                noteRefusal(by.settled(), tenant, put, refused);
                throw sayingUntilWhen(by.settled(), refused, asked.get());
            }
            throw refused;
        }
    }

    /** What tells people which secret it is: its last four characters and twelve digits of a keyed hash. */
    private static String display(Fingerprints prints, String kind, Secret secret) {
        String text = secret.revealText();
        String hash = prints.of(kind + " display", secret.reveal()).hex().substring(0, 12);
        return text.substring(Math.max(0, text.length() - 4)) + ':' + hash;
    }

    /** The next version; it replaces an earlier one that is still pending. */
    private Credential pendingRow(ChangeTx change, PutCredential put, String display) {
        Tx tx = change.tx();
        store.inState(tx, put.ref(), CredentialState.PENDING)
                .ifPresent(earlier -> store.retire(tx, earlier, CredentialState.FAILED, change.now()));
        Optional<Credential> newest = store.newest(tx, put.ref());
        return new Credential(
                put.ref(),
                newest.map(Credential::id).orElseGet(() -> Ids.next("cred", change.now())),
                newest.map(Credential::version).orElse(0L) + 1,
                CredentialState.PENDING,
                put.proposal().attributes(),
                display,
                new Credential.Times(change.now(), null, null, null, null));
    }

    /** {@code learned} is what its provider said when it accepted it; null if it was not verified. */
    private Credential activate(
            Principal by, TenantId tenant, Credential pending, @Nullable Map<String, String> learned) {
        return ledger.change(by, tenant, change -> {
            Tx tx = change.tx();
            if (!dataKeys.exists(tx)) {
                throw Problem.notFound("tenant");
            }
            if (!isPending(tx, pending)) {
                throw overtaken();
            }
            store.inState(tx, pending.ref(), CredentialState.ACTIVE).ifPresent(row -> {
                endings.end(change, row, CredentialState.SUPERSEDED);
                tell(change, EventType.CREDENTIAL_ROTATED, pending);
            });
            if (learned == null) {
                store.activate(tx, pending, Map.of(), null);
            } else {
                store.activate(tx, pending, learned, change.now());
            }
            Claims.release(tx);
            change.raiseEpoch();
            note(change, by, "credential.activate", pending, Map.of("verified", learned != null));
            Credential active = store.version(tx, pending.which()).orElseThrow();
            kinds.of(active).changed(change, active);
            return active;
        });
    }

    private boolean isPending(Tx tx, Credential row) {
        return store.version(tx, row.which()).map(Credential::state).equals(Optional.of(CredentialState.PENDING));
    }

    private static Problem overtaken() {
        return Problem.of(
                ErrorCode.CONFLICT, "Another version of the credential was put while this one was being verified.");
    }

    /** The pending version failed: its claims are released, its secret is erased, and nothing else has changed. */
    private void fail(Principal by, TenantId tenant, Credential pending, RuntimeException why) {
        String code = why instanceof Problem problem ? problem.code().wire() : ErrorCode.INTERNAL.wire();
        try {
            ledger.changing(by, tenant, change -> {
                store.version(change.tx(), pending.which())
                        .filter(row -> row.state() == CredentialState.PENDING)
                        .ifPresent(row -> store.retire(change.tx(), row, CredentialState.FAILED, change.now()));
                Claims.release(change.tx());
                note(change, by, "credential.fail", pending, Map.of("why", code));
            });
        } catch (RuntimeException alsoFailed) {
            // The job fails it later; the caller should hear why the probe failed.
            why.addSuppressed(alsoFailed);
        }
    }

    /** An operator, who knows all tenants, is told when what only waits for its last token is free. */
    private Problem sayingUntilWhen(Principal by, Problem refused, @Nullable Claims asked) {
        if (asked == null || !(by instanceof Principal.Operator)) {
            return refused;
        }
        return ledger.read(by, TenantId.PLATFORM, platform -> asked.freeAt(platform))
                .map(at -> refused.detail(refused.detail() + " Nobody uses it any more, and it is free at " + at
                        + " or, if a call still goes on then, after that."))
                .orElse(refused);
    }

    private void noteRefusal(Principal by, TenantId tenant, PutCredential put, Problem refused) {
        Map<String, Object> detail = new TreeMap<>(put.proposal().attributes());
        addName(detail, put.ref());
        detail.put("shared", refused.fields().stream().map(Problem.Field::name).toList());
        ledger.changing(
                by,
                tenant,
                change -> change.append(Draft.of(
                        by, change.now(), "credential.refuse", put.ref().kind(), Json.text(detail))));
    }

    static void tell(ChangeTx change, EventType type, Credential row) {
        // Not by name, which may be a phone number.
        Map<String, Object> data =
                Map.of("credential_id", row.id(), "kind", row.ref().kind(), "version", row.version());
        Events.raise(change, Event.of(type, null, data));
    }

    static void note(ChangeTx change, Principal by, String action, Credential row, Map<String, ?> more) {
        Map<String, Object> detail = new TreeMap<>(row.attributes());
        detail.putAll(more);
        addName(detail, row.ref());
        detail.put("kind", row.ref().kind());
        detail.put("version", row.version());
        change.append(Draft.of(by, change.now(), action, row.id(), Json.text(detail)));
    }

    private static void addName(Map<String, Object> detail, CredentialRef ref) {
        if (!ref.name().equals(CredentialRef.DEFAULT)) {
            detail.put("name", ref.name());
        }
    }
}
