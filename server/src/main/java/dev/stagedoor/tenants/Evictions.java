package dev.stagedoor.tenants;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Database;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Taking back what was granted (T4). LiveKit cannot revoke a token, so whoever lost the right to be in a room
 * is removed, and removed again when he comes back, until his last token has ended.
 *
 * <p>LiveKit hands a connected client a fresh token of its own, good for {@value #REFRESH_MINUTES} minutes, on joining and
 * every five minutes: so an eviction never ends sooner than that after it began, nor after somebody was found inside.
 */
public final class Evictions {
    private static final int REFRESH_MINUTES = 10;

    /** Removal follows a little later than the decision, and clocks differ a little. */
    private static final Duration REFRESHED = Duration.ofMinutes(REFRESH_MINUTES + 1);

    /** How often a room is looked at. */
    public static final Duration LOOK = Duration.ofSeconds(2);

    private final Ledger ledger;
    private final Database database;
    private final Clock clock;

    Evictions(Ledger ledger, Database database, Clock clock) {
        this.ledger = ledger;
        this.database = database;
        this.clock = clock;
    }

    /** Everyone out of all the tenant's rooms: it was suspended. */
    public void evictTenant(ChangeTx change) {
        put(change, Eviction.Kind.TENANT, "", "");
    }

    /** The user out of all rooms: he was revoked. */
    public void evictUser(ChangeTx change, String userId) {
        put(change, Eviction.Kind.USER, "", userId);
    }

    /** The participant out of one room. */
    public void evictParticipant(ChangeTx change, String room, String identity) {
        put(change, Eviction.Kind.PARTICIPANT, room, identity);
    }

    /** Ends what {@link #evictTenant} began. */
    public void readmitTenant(ChangeTx change) {
        EvictionStore.delete(change.tx(), Eviction.Kind.TENANT, "");
    }

    /** Ends what {@link #evictUser} began. */
    public void readmitUser(ChangeTx change, String userId) {
        EvictionStore.delete(change.tx(), Eviction.Kind.USER, userId);
    }

    private static void put(ChangeTx change, Eviction.Kind kind, String room, String subject) {
        EvictionStore.put(change.tx(), kind, room, subject, change.now(), until(change));
    }

    /** When the last token that the tenant was ever granted, or that LiveKit renewed for it, has ended. */
    private static Instant until(ChangeTx change) {
        Instant granted = change.tx().row().lastExpiry();
        Instant refreshed = change.now().plus(REFRESHED);
        return granted.isAfter(refreshed) ? granted : refreshed;
    }

    /** Evictions whose next look is due, of any tenant but those. */
    public List<Eviction.Ref> due(Principal.SystemJob by, Set<TenantId> except, int limit) {
        return database.poll(handle -> EvictionStore.due(handle, clock.instant(), except, limit));
    }

    /**
     * Takes the look upon itself for the next {@link #LOOK}; empty if another node has, or if the eviction has ended (it
     * is deleted then).
     */
    public Optional<Eviction> take(Principal.SystemJob by, Eviction.Ref ref) {
        return ledger.store(by, ref.tenant(), tx -> {
            Instant now = clock.instant();
            EvictionStore.deleteEnded(tx, now);
            return EvictionStore.take(tx, ref, now, now.plus(LOOK));
        });
    }

    /** The participant's eviction from the room, if there is one that has not ended. */
    public Optional<Eviction> ofParticipant(Principal by, TenantId tenant, String room, String identity) {
        return ledger.read(by, tenant, tx -> EvictionStore.ofParticipant(tx, room, identity, clock.instant()));
    }

    /** Ends it: who was to be kept out has been let in again. */
    public void readmit(Principal.SystemJob by, Eviction.Ref ref) {
        ledger.store(by, ref.tenant(), tx -> {
            EvictionStore.delete(tx, ref);
            return true;
        });
    }

    /** Says that somebody was found inside and removed: he can hold a token that LiveKit has just renewed. */
    public void foundInside(Principal.SystemJob by, Eviction.Ref ref) {
        ledger.store(by, ref.tenant(), tx -> {
            EvictionStore.prolong(tx, ref, clock.instant().plus(REFRESHED));
            return true;
        });
    }
}
