// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.api.tenants.NewTenant;
import dev.stagedoor.api.tenants.TenantChange;
import dev.stagedoor.api.tenants.TenantStatus;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.idempotency.Idempotency;
import dev.stagedoor.idempotency.Replay;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.keys.DataKeys;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Tenants: created and managed by operators, readable by the tenants themselves. */
public final class Tenants {
    /** The tenant by its id, including a deleted one. */
    public static final Facet<TenantId, Tenant> TENANT = new Facet<>("tenant", (tx, id) -> find(tx));

    private static final int LONGEST_NAME = 512;

    /** The form of a slug or id; anything else is not looked up. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,64}");

    private final Ledger ledger;
    private final Database database;
    private final Idempotency idempotency;
    private final DataKeys dataKeys;
    private final RoomAccess rooms;
    private final Clock clock;

    Tenants(Foundation on, RoomAccess rooms) {
        this.ledger = on.ledger();
        this.database = on.database();
        this.idempotency = on.idempotency();
        this.dataKeys = on.dataKeys();
        this.rooms = rooms;
        this.clock = on.clock();
    }

    /**
     * Creates a tenant, with its own data key and audit chain.
     *
     * @throws Problem {@code conflict} if the slug is or was ever used
     */
    public Tenant create(Principal by, NewTenant wanted, Optional<IdempotencyKey> key) {
        Operators.only(by);
        Slug slug = new Slug(wanted.slug());
        String name = PlainText.checked("name", wanted.name(), LONGEST_NAME);
        Policy policy = PolicyCodec.with(Policy.STANDARD, wanted.policy());
        TenantId id = TenantId.next(clock.instant());
        String detail = Json.text(new NewTenant(slug.value(), name, PolicyCodec.fields(policy)));
        try {
            return ledger.found(
                    by,
                    id,
                    platform -> {
                        idempotency.begin(platform, key);
                        platform.append(Draft.of(by, platform.now(), "tenant.create", id.value(), detail));
                        idempotency.remember(platform, key, Map.of("tenant", id.value()));
                    },
                    change -> {
                        if (!TenantStore.takeSlug(change.tx(), slug)) {
                            String why = "already used; slugs are never reused";
                            throw Problem.of(ErrorCode.CONFLICT, "slug: " + why).field("slug", why);
                        }
                        TenantStore.insert(change.tx(), slug, name, policy, change.now());
                        dataKeys.create(change.tx());
                        change.append(Draft.of(by, change.now(), "tenant.create", id.value(), detail));
                        return living(change.tx());
                    });
        } catch (Replay replay) {
            return get(by, new TenantId(Objects.requireNonNull(replay.ids().get("tenant"))));
        }
    }

    /** The tenant, as it is now. */
    public Tenant get(Principal by, TenantId tenant) {
        return ledger.read(by, tenant, Tenants::living);
    }

    /** Tenants that were not deleted, oldest first; the cursor is the last one's id. For operators. */
    public Page<Tenant> list(Principal by, Page.Request page) {
        Operators.only(by);
        // This read proves the operator's key, so the directory is never asked for a revoked one.
        ledger.read(by, TenantId.PLATFORM, Tx::epoch);
        return database.directory(handle -> TenantStore.page(handle, page));
    }

    /** The tenant with that slug or id; {@code not_found} if there is none or it was deleted. */
    public TenantId named(Principal by, String slugOrId) {
        if (!NAME.matcher(slugOrId).matches()) {
            throw Problem.notFound("tenant");
        }
        return database.directory(handle -> TenantStore.resolve(handle, slugOrId))
                .filter(by::covers)
                .orElseThrow(() -> Problem.notFound("tenant"));
    }

    /** Replaces the given fields. A new policy applies from the next request on, on every node. For operators. */
    public Tenant update(Principal by, TenantId tenant, TenantChange named) {
        Operators.only(by);
        if (named.name() == null && named.policy() == null) {
            return get(by, tenant);
        }
        return ledger.change(by, tenant, change -> {
            Tenant before = living(change.tx());
            String name = named.name() == null ? before.name() : PlainText.checked("name", named.name(), LONGEST_NAME);
            Policy policy = PolicyCodec.with(before.policy(), named.policy());
            TenantStore.describe(change.tx(), name, policy, change.now());
            if (!policy.equals(before.policy())) {
                change.raiseEpoch();
            }
            change.append(Draft.of(by, change.now(), "tenant.update", tenant.value(), Json.text(named)));
            return living(change.tx());
        });
    }

    /** Suspends the tenant, and removes everyone from its rooms (T4). For operators. */
    public Tenant suspend(Principal by, TenantId tenant) {
        return turn(by, tenant, TenantStatus.SUSPENDED, rooms::evictTenant);
    }

    /** Ends a suspension. For operators. */
    public Tenant resume(Principal by, TenantId tenant) {
        return turn(by, tenant, TenantStatus.ACTIVE, rooms::readmitTenant);
    }

    private Tenant turn(Principal by, TenantId tenant, TenantStatus status, Consumer<ChangeTx> evict) {
        Operators.only(by);
        return ledger.change(by, tenant, change -> {
            living(change.tx());
            TenantStore.setStatus(change.tx(), status, change.now());
            evict.accept(change);
            change.raiseEpoch();
            String action = status == TenantStatus.SUSPENDED ? "tenant.suspend" : "tenant.resume";
            change.append(Draft.of(by, change.now(), action, tenant.value(), "{}"));
            return living(change.tx());
        });
    }

    /** The tenant of the transaction; {@code not_found} if it was deleted, or is the platform. */
    public static Tenant living(Tx tx) {
        return find(tx).requireLiving();
    }

    /** Whether the tenant of the transaction was not deleted. */
    public static boolean isLiving(Tx tx) {
        return TenantStore.find(tx).isPresent() && TenantStore.deletedAt(tx).isEmpty();
    }

    private static Tenant find(Tx tx) {
        return TenantStore.find(tx).orElseThrow(() -> Problem.notFound("tenant"));
    }
}
