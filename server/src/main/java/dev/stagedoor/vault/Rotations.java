// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Tx;
import dev.stagedoor.events.EventType;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.vault.claims.Claims;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a credential is replaced while calls go on: a put that says which version it replaces, what still stands on that, and
 * the way back while it drains. Superseding, draining and retiring are the same after any put.
 */
final class Rotations {
    private final Ledger ledger;
    private final Kinds kinds;
    private final CredentialStore store;
    private final Endings endings;

    Rotations(Ledger ledger, Kinds kinds, CredentialStore store, Endings endings) {
        this.ledger = ledger;
        this.kinds = kinds;
        this.store = store;
        this.endings = endings;
    }

    Endings endings() {
        return endings;
    }

    /** The put that replaces the active version; {@code from} is that version's number, or null for whichever it is. */
    PutCredential replacing(PutCredential put, @Nullable Long from) {
        return new PutCredential(put.ref(), put.proposal(), put.verify(), change -> {
            long active = store.inState(change.tx(), put.ref(), CredentialState.ACTIVE)
                    .orElseThrow(put.ref()::missing)
                    .version();
            if (from != null && from != active) {
                throw conflict("Version " + active + " is active, not " + from + ": it was changed meanwhile.");
            }
            put.along().accept(change);
        });
    }

    Rotation progress(Principal by, TenantId tenant, CredentialRef ref) {
        return ledger.read(by, tenant, tx -> progress(tx, ref));
    }

    private Rotation progress(Tx tx, CredentialRef ref) {
        Credential newest = store.newest(tx, ref).orElseThrow(() -> Problem.notFound("credential"));
        Credential active = store.inState(tx, ref, CredentialState.ACTIVE).orElse(null);
        List<Rotation.Draining> draining = store.draining(tx, ref).stream()
                .map(row -> draining(tx, ref, row))
                .toList();
        Long rollbackTo = earlier(tx, ref, active).map(Credential::version).orElse(null);
        return new Rotation(ref, phase(tx, newest, active, draining), active, rollbackTo, draining);
    }

    private Rotation.Phase phase(
            Tx tx, Credential newest, @Nullable Credential active, List<Rotation.Draining> draining) {
        if (newest.state() == CredentialState.PENDING) {
            return Rotation.Phase.PENDING;
        }
        if (newest.state() == CredentialState.FAILED) {
            return Rotation.Phase.FAILED;
        }
        if (active != null && store.isReactivated(tx, active)) {
            return Rotation.Phase.ROLLED_BACK;
        }
        return draining.isEmpty() ? Rotation.Phase.DONE : Rotation.Phase.DRAINING;
    }

    private Rotation.Draining draining(Tx tx, CredentialRef ref, CredentialStore.Draining row) {
        Kind<?> kind = kinds.of(ref.kind());
        Kind.Standing standing = store.version(tx, ref.version(row.version()))
                .map(version -> kind.standing(tx, version))
                .orElse(Kind.Standing.NONE);
        Instant until = standing.until();
        // What calls still granted by then lasts on; a look finds that they have ended.
        Instant atLatest =
                until == null || until.isBefore(row.dueAt()) ? row.dueAt() : until.plus(VaultJobs.LOOK_AGAIN);
        return new Rotation.Draining(row.version(), standing.calls(), row.drainsUntil(), atLatest);
    }

    /** The version that was active before, if it still opens. */
    private Optional<Credential> earlier(Tx tx, CredentialRef ref, @Nullable Credential active) {
        long before = active == null ? Long.MAX_VALUE : active.version();
        return superseded(tx, ref).stream()
                .filter(row -> row.version() < before)
                .findFirst();
    }

    private List<Credential> superseded(Tx tx, CredentialRef ref) {
        return store.usable(tx, ref).stream()
                .filter(row -> row.state() == CredentialState.SUPERSEDED)
                .toList();
    }

    /** Makes an earlier version active again; the one that was active drains. */
    Rotation rollback(Principal by, TenantId tenant, CredentialRef ref, @Nullable Long to) {
        Rotation now = progress(by, tenant, ref);
        if (to != null && now.active() != null && now.active().version() == to) {
            return now;
        }
        return ledger.change(by, tenant, change -> {
            rollback(by, change, ref, to);
            return progress(change.tx(), ref);
        });
    }

    private void rollback(Principal by, ChangeTx change, CredentialRef ref, @Nullable Long to) {
        Tx tx = change.tx();
        Optional<Credential> active = store.inState(tx, ref, CredentialState.ACTIVE);
        Credential back = to == null
                ? earlier(tx, ref, active.orElse(null)).orElseThrow(() -> gone(tx, ref, active))
                : superseded(tx, ref).stream()
                        .filter(row -> row.version() == to)
                        .findFirst()
                        .orElseThrow(() -> gone(
                                store.version(tx, ref.version(to)).orElseThrow(() -> Problem.notFound("credential"))));
        store.inState(tx, ref, CredentialState.PENDING)
                .ifPresent(pending -> store.retire(tx, pending, CredentialState.FAILED, change.now()));
        active.ifPresent(row -> endings.end(change, row, CredentialState.SUPERSEDED));
        store.reactivate(tx, back, change.now());
        Claims.release(tx);
        change.raiseEpoch();
        Map<String, Object> from = active.<Map<String, Object>>map(row -> Map.of("from", row.version()))
                .orElse(Map.of());
        CredentialIntake.note(change, by, "credential.rollback", back, from);
        CredentialIntake.tell(change, EventType.CREDENTIAL_ROLLED_BACK, back);
        Credential again = store.version(tx, back.which()).orElseThrow();
        kinds.of(again).changed(change, again);
    }

    /** Says what became of the newest version before; one that its server rejected was never active. */
    private Problem gone(Tx tx, CredentialRef ref, Optional<Credential> active) {
        return active.flatMap(row -> store.before(tx, ref, row.version()))
                .map(Rotations::gone)
                .orElseGet(() -> conflict("There is no earlier version."));
    }

    private static Problem gone(Credential row) {
        Instant retired = row.times().retiredAt();
        String why = retired == null ? "is " + row.state().wire() : "was retired at " + retired;
        return conflict("Version " + row.version() + ' ' + why + ", and its secret is erased: put it again.");
    }

    private static Problem conflict(String detail) {
        return Problem.of(ErrorCode.CONFLICT, detail);
    }
}
