// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The access of tenants' end users (T4). */
public final class AppUsers {
    /** A user, by the tenant's id for them; empty if nothing was ever said of them. */
    public static final Facet<String, Optional<AppUser>> USER = new Facet<>("user", AppUserStore::find);

    /** How many revoked users of a tenant a node caches. */
    private static final int FEW = 10_000;

    /**
     * Most tokens are for users without a row: reading each one would cost a transaction per token, and caching each one
     * unbounded memory.
     */
    private static final Facet<TenantId, Revoked> REVOKED =
            new Facet<>("revoked users", (tx, tenant) -> Revoked.of(AppUserStore.revoked(tx, FEW + 1)));

    /** The ids of all revoked users, or that there are more than {@link #FEW}. */
    private record Revoked(Set<String> ids, boolean tooMany) {
        static Revoked of(Set<String> ids) {
            return ids.size() > FEW ? new Revoked(Set.of(), true) : new Revoked(ids, false);
        }
    }

    /** The longest user id, in bytes. */
    public static final int LONGEST_ID = 256;

    private final Ledger ledger;
    private final RoomAccess rooms;

    AppUsers(Ledger ledger, RoomAccess rooms) {
        this.ledger = ledger;
        this.rooms = rooms;
    }

    /** Whether the user's access is revoked, according to the snapshot. */
    public static boolean isRevoked(Snapshot snapshot, String id) {
        Revoked revoked = snapshot.get(REVOKED, snapshot.tenant());
        return revoked.tooMany()
                ? snapshot.get(USER, id).map(AppUser::revoked).orElse(false)
                : revoked.ids().contains(id);
    }

    /** Refuses a user whose access is revoked, {@code user_revoked}; the empty id is the tenant itself. */
    public static void requireNotRevoked(Snapshot snapshot, String id) {
        if (!id.isEmpty() && isRevoked(snapshot, id)) {
            throw Problem.of(ErrorCode.USER_REVOKED, "The user's access is revoked.");
        }
    }

    /** The users whose access was ever revoked, by id, with their state now. */
    public Page<AppUser> list(Principal by, TenantId tenant, Page.Request page) {
        return ledger.read(by, tenant, tx -> AppUserStore.page(tx, page));
    }

    /** A user; any id is a user's until something is said of it. */
    public AppUser get(Principal by, TenantId tenant, String id) {
        PlainText.checked("id", id, LONGEST_ID);
        return ledger.read(by, tenant, tx -> AppUserStore.find(tx, id))
                .orElseGet(() -> new AppUser(id, false, Instant.EPOCH));
    }

    /** Revokes the user's access: no more tokens, and removed from every room until their last token has expired. */
    public AppUser revoke(Principal by, TenantId tenant, String id) {
        return say(by, tenant, id, true);
    }

    /** Restores the user's access. */
    public AppUser reinstate(Principal by, TenantId tenant, String id) {
        return say(by, tenant, id, false);
    }

    private AppUser say(Principal by, TenantId tenant, String id, boolean revoked) {
        PlainText.checked("id", id, LONGEST_ID);
        return ledger.change(by, tenant, change -> {
            Tenants.living(change.tx());
            AppUser user = new AppUser(id, revoked, change.now());
            AppUserStore.put(change.tx(), user);
            evict(change, user);
            change.raiseEpoch();
            change.append(Draft.of(by, change.now(), revoked ? "user.revoke" : "user.reinstate", id, "{}"));
            return user;
        });
    }

    private void evict(ChangeTx change, AppUser user) {
        if (user.revoked()) {
            rooms.evictUser(change, user.id());
        } else {
            rooms.readmitUser(change, user.id());
        }
    }
}
