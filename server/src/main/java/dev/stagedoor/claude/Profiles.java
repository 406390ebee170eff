// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.vault.Credential;
import dev.stagedoor.vault.PutCredential;
import dev.stagedoor.vault.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The door to a tenant's Claude profiles. */
public final class Profiles {
    private final Ledger ledger;
    private final Vault vault;
    private final Snapshots snapshots;
    private final Claude claude;
    private final Clock clock;
    private final Facet<String, Optional<Lease>> selected;
    private final Facet<String, Optional<Profile>> known = new Facet<>("profile", ProfileStore::find);
    private final Facet<String, Optional<Lease>> leased;
    private final Facet<Versioned, Optional<Lease>> versions;

    private record Versioned(String id, long version) {}

    /** A profile and the state of its secret. */
    record Shown(Profile profile, Optional<Credential> credential) {}

    /** What a test came to; {@code problem} is null if the provider answered. */
    record Tested(@Nullable Problem problem, Duration took, String model) {}

    Profiles(Ledger ledger, Vault vault, Snapshots snapshots, Claude claude, Clock clock) {
        this.ledger = ledger;
        this.vault = vault;
        this.snapshots = snapshots;
        this.claude = claude;
        this.clock = clock;
        this.selected = new Facet<>(
                "selected profile",
                (tx, user) -> ProfileStore.selected(tx, user).flatMap(profile -> open(tx, profile)));
        this.leased = new Facet<>(
                "profile lease", (tx, id) -> ProfileStore.find(tx, id).flatMap(profile -> open(tx, profile)));
        this.versions = new Facet<>("profile version", this::open);
    }

    private Optional<Lease> open(Tx tx, Profile profile) {
        return vault.active()
                .load()
                .apply(tx, AnthropicKind.ref(profile.id()))
                .map(open -> new Lease(
                        tx.tenant(), profile.id(), profile.name(), open.which().number(), ClaudeSecret.of(open)));
    }

    private Optional<Lease> open(Tx tx, Versioned which) {
        return ProfileStore.find(tx, which.id())
                .flatMap(profile -> vault.version()
                        .load()
                        .apply(tx, AnthropicKind.ref(which.id()).version(which.version()))
                        .map(open -> new Lease(
                                tx.tenant(), profile.id(), profile.name(), which.version(), ClaudeSecret.of(open))));
    }

    /**
     * The lease of the profile that a user has selected, for one run.
     *
     * @param user empty for the tenant itself
     * @throws Problem {@code no_profile_selected}; another user's profile never serves (R2); {@code credential_missing}
     *     or {@code credential_expired} if its secret does not
     */
    public Lease selected(Snapshot snapshot, String user) {
        Optional<Lease> lease = snapshot.get(selected, user);
        return lease.map(this::valid).orElseThrow(() -> missing(snapshot, user));
    }

    private static Problem missing(Snapshot snapshot, String user) {
        Facet<String, Optional<Profile>> chosen = new Facet<>("selection", ProfileStore::selected);
        return snapshot.get(chosen, user)
                .map(profile -> AnthropicKind.ref(profile.id()).missing())
                .orElseGet(() -> Problem.of(
                        ErrorCode.NO_PROFILE_SELECTED,
                        "No Claude profile is selected" + (user.isEmpty() ? "" : " for this user")
                                + ". Create one, and select it: POST /api/v1/profiles/{id}/select."));
    }

    /** The lease of that profile, as it is now; {@code not_found}, {@code credential_missing}, {@code credential_expired}. */
    public Lease lease(Snapshot snapshot, String profileId) {
        return valid(snapshot.get(leased, profileId)
                .orElseThrow(() -> AnthropicKind.ref(profileId).missing()));
    }

    /** The lease of a profile that a user names instead of selecting it; {@code forbidden} if it is another user's login. */
    public Lease chosen(Snapshot snapshot, String profileId, String user) {
        if (!snapshot.get(known, profileId).map(profile -> profile.isFor(user)).orElse(true)) {
            throw anothersLogin();
        }
        return lease(snapshot, profileId);
    }

    private static Problem anothersLogin() {
        return Problem.of(ErrorCode.FORBIDDEN, "This profile is the login of another user.");
    }

    /** The lease of that version of a profile's secret, for a run that goes on elsewhere. */
    public Lease lease(Snapshot snapshot, String profileId, long version) {
        return valid(snapshot.get(versions, new Versioned(profileId, version))
                .orElseThrow(() -> AnthropicKind.ref(profileId).missing()));
    }

    private Lease valid(Lease lease) {
        if (lease.hasExpired(clock.instant())) {
            throw Problem.of(
                    ErrorCode.CREDENTIAL_EXPIRED,
                    "The login of profile " + lease.profileName() + " has expired. Import it again.");
        }
        return lease;
    }

    /** Notes in that change that a run takes a profile. */
    public static void used(ChangeTx change, Lease lease) {
        ProfileStore.used(change.tx(), lease.profileId(), change.now());
    }

    Page<Shown> list(Principal by, TenantId tenant, Page.Request page) {
        return ledger.read(by, tenant, tx -> ProfileStore.list(tx, page).map(profile -> shown(tx, profile)));
    }

    Shown get(Principal by, TenantId tenant, String id) {
        return ledger.read(by, tenant, tx -> shown(tx, existing(tx, id)));
    }

    private Shown shown(Tx tx, Profile profile) {
        return new Shown(profile, vault.active(tx, AnthropicKind.ref(profile.id())));
    }

    /** Fails unless there is such a profile; {@code not_found}. */
    public static void require(Tx tx, String id) {
        existing(tx, id);
    }

    private static Profile existing(Tx tx, String id) {
        return ProfileStore.find(tx, id).orElseThrow(() -> Problem.notFound("profile"));
    }

    /** Creates one; {@code conflict} if the name is used. */
    Shown create(Principal by, TenantId tenant, String name, String user, ClaudeSecret secret) {
        String id = Ids.next("prof", clock.instant());
        put(by, tenant, id, secret, change -> {
            requireFree(change.tx(), name, id);
            Instant now = change.now();
            ProfileStore.insert(change.tx(), new Profile(id, name, user, new Profile.Times(now, now, null), null));
            note(
                    change,
                    by,
                    "profile.create",
                    id,
                    Map.of("name", name, "auth_method", secret.method().wire()),
                    user);
        });
        return get(by.settled(), tenant, id);
    }

    private void put(Principal by, TenantId tenant, String id, ClaudeSecret secret, Consumer<ChangeTx> along) {
        vault.put(by, tenant, new PutCredential(AnthropicKind.ref(id), secret.proposal(), true, along));
    }

    /** Renames it, or gives it a new secret, or both; runs that have started keep theirs. */
    Shown change(Principal by, TenantId tenant, String id, @Nullable String name, @Nullable ClaudeSecret secret) {
        Consumer<ChangeTx> change = tx -> {
            existing(tx.tx(), id);
            if (name != null) {
                requireFree(tx.tx(), name, id);
                ProfileStore.rename(tx.tx(), id, name, tx.now());
            }
            if (secret != null) {
                ProfileStore.renewed(tx.tx(), id, tx.now());
            }
            tx.raiseEpoch();
            note(tx, by, "profile.update", id, name == null ? Map.of() : Map.of("name", name), "");
        };
        if (secret == null) {
            ledger.changing(by, tenant, change);
        } else {
            put(by, tenant, id, secret, change);
        }
        return get(by.settled(), tenant, id);
    }

    private static void requireFree(Tx tx, String name, String id) {
        if (ProfileStore.isTaken(tx, name, id)) {
            throw Problem.of(ErrorCode.CONFLICT, "A profile with this name already exists.")
                    .field("profile_name", "is already used");
        }
    }

    /** Deletes it, destroys its secret and ends each selection of it. */
    void delete(Principal by, TenantId tenant, String id) {
        ledger.changing(by, tenant, change -> {
            if (!ProfileStore.delete(change.tx(), id)) {
                throw Problem.notFound("profile");
            }
            vault.revokeAll(by, change, AnthropicKind.ref(id));
            change.raiseEpoch();
            note(change, by, "profile.delete", id, Map.of(), "");
        });
    }

    /** Selects a profile for a user's next runs, on every node; {@code forbidden} if it is another user's login. */
    Shown select(Principal by, TenantId tenant, String id, String user) {
        return ledger.change(by, tenant, change -> {
            Profile profile = existing(change.tx(), id);
            if (!profile.isFor(user)) {
                throw anothersLogin();
            }
            ProfileStore.select(change.tx(), user, id, change.now());
            change.raiseEpoch();
            note(change, by, "profile.select", id, Map.of(), user);
            return shown(change.tx(), profile);
        });
    }

    /** Selects it if nothing is selected; returns whether it did. */
    boolean selectFirst(Principal by, TenantId tenant, String id, String user) {
        return ledger.change(by, tenant, change -> {
            boolean first = ProfileStore.selected(change.tx(), user).isEmpty();
            if (first) {
                ProfileStore.select(change.tx(), user, id, change.now());
                change.raiseEpoch();
            }
            note(change, by, first ? "profile.select" : "profile.import", id, Map.of(), user);
            return first;
        });
    }

    /** Ends a user's selection. */
    void deselect(Principal by, TenantId tenant, String user) {
        ledger.changing(by, tenant, change -> {
            if (ProfileStore.deselect(change.tx(), user)) {
                change.raiseEpoch();
            }
            note(change, by, "profile.deselect", "", Map.of(), user);
        });
    }

    /** What a user has selected. */
    Optional<Shown> selection(Principal by, TenantId tenant, String user) {
        return ledger.read(by, tenant, tx -> ProfileStore.selected(tx, user).map(profile -> shown(tx, profile)));
    }

    /** Makes one real call of a few tokens, and stores what it came to. */
    Tested test(Principal by, TenantId tenant, String id) {
        Lease lease = lease(snapshots.of(tenant), id);
        Problem problem = null;
        Duration took = Duration.ZERO;
        try {
            took = claude.test(lease);
        } catch (Problem failed) {
            problem = failed;
        }
        String result = problem == null ? Profile.Check.OK : problem.code().wire();
        ledger.changing(by.settled(), tenant, change -> {
            ProfileStore.tested(change.tx(), id, new Profile.Check(change.now(), result));
            note(change, by, "profile.test", id, Map.of("result", result), "");
        });
        return new Tested(problem, took, claude.testModel());
    }

    private static void note(
            ChangeTx change, Principal by, String action, String id, Map<String, String> more, String user) {
        Map<String, String> detail = new TreeMap<>(more);
        if (!user.isEmpty()) {
            detail.put("user_id", user);
        }
        change.append(Draft.of(by, change.now(), action, id, Json.text(detail)));
    }
}
