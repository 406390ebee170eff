package dev.stagedoor.evictions;

import dev.stagedoor.audit.AuditTrail;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Entry;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.RoomAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes back what was granted. LiveKit cannot revoke a token, so whoever lost access to a room is removed from it, and
 * removed again when they come back, until their last token has expired.
 *
 * <p>LiveKit gives a connected client a fresh token of its own, valid for {@value #REFRESH_MINUTES} minutes, on joining and
 * every five minutes: so an eviction never ends sooner than that after it began, nor after it removed somebody.
 */
public final class Evictions implements RoomAccess {
    /** The audit action of a grant by the tenant's own decision, which admits an evicted participant again. */
    public static final String READMITTING = "token.mint";

    /** How often a room is checked. */
    static final Duration POLL_INTERVAL = Duration.ofSeconds(2);

    private static final int REFRESH_MINUTES = 10;
    private static final int GRANTS_READ = 200;

    /** Removal follows the decision by a moment, and clocks differ slightly. */
    private static final Duration REFRESHED = Duration.ofMinutes(REFRESH_MINUTES + 1);

    private final Ledger ledger;
    private final Database database;
    private final Clock clock;

    /** Evictions in that database. {@link EvictionsModule} carries them out. */
    public Evictions(Ledger ledger, Database database, Clock clock) {
        this.ledger = ledger;
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void evictTenant(ChangeTx change) {
        put(change, Eviction.Kind.TENANT, "", "");
    }

    @Override
    public void evictUser(ChangeTx change, String userId) {
        put(change, Eviction.Kind.USER, "", userId);
    }

    /** Removes the participant from one room. */
    public void evictParticipant(ChangeTx change, String room, String identity) {
        put(change, Eviction.Kind.PARTICIPANT, room, identity);
    }

    @Override
    public void readmitTenant(ChangeTx change) {
        EvictionStore.delete(change.tx(), Eviction.Kind.TENANT, "");
    }

    @Override
    public void readmitUser(ChangeTx change, String userId) {
        EvictionStore.delete(change.tx(), Eviction.Kind.USER, userId);
    }

    @Override
    public int forget(ChangeTx change) {
        return EvictionStore.deleteAll(change.tx());
    }

    private static void put(ChangeTx change, Eviction.Kind kind, String room, String subject) {
        EvictionStore.put(change.tx(), kind, room, subject, change.now(), until(change));
    }

    /** When the last token that the tenant was ever granted, or that LiveKit renewed, has expired. */
    private static Instant until(ChangeTx change) {
        Instant granted = change.tx().row().lastExpiry();
        Instant refreshed = change.now().plus(REFRESHED);
        return granted.isAfter(refreshed) ? granted : refreshed;
    }

    /** Whether the participant was removed from the room and has not been granted a token for it since. */
    public boolean keepsOut(Principal by, TenantId tenant, String room, String identity) {
        return ledger.read(
                by,
                tenant,
                tx -> EvictionStore.ofParticipant(tx, room, identity, clock.instant())
                        .filter(eviction -> !isReadmitted(tx, eviction))
                        .isPresent());
    }

    /** Whether an evicted participant has been granted a token for that room since. */
    boolean isReadmitted(Principal.SystemJob by, Eviction eviction) {
        return ledger.read(by, eviction.ref().tenant(), tx -> isReadmitted(tx, eviction));
    }

    /** A refreshed token is not such a grant: it says nothing about what the tenant wants now. */
    private static boolean isReadmitted(Tx tx, Eviction eviction) {
        List<Entry> granted = AuditTrail.newest(tx, eviction.since(), READMITTING, eviction.subject(), GRANTS_READ);
        return granted.stream()
                .map(StoredGrant::roomOf)
                .flatMap(Optional::stream)
                .anyMatch(eviction.room()::equals);
    }

    /** Evictions of any tenant but those whose next check is due. */
    List<Eviction.Ref> due(Set<TenantId> except, int limit) {
        return database.poll(handle -> EvictionStore.due(handle, clock.instant(), except, limit));
    }

    /**
     * Takes the check upon this node for the next {@link #POLL_INTERVAL}; empty if another node has, or if the eviction
     * has ended (it is deleted then).
     */
    Optional<Eviction> take(Principal.SystemJob by, Eviction.Ref ref) {
        return ledger.store(by, ref.tenant(), tx -> {
            Instant now = clock.instant();
            EvictionStore.deleteEnded(tx, now);
            return EvictionStore.take(tx, ref, now, now.plus(POLL_INTERVAL));
        });
    }

    /** Ends the eviction. */
    void readmit(Principal.SystemJob by, Eviction.Ref ref) {
        ledger.store(by, ref.tenant(), tx -> EvictionStore.delete(tx, ref));
    }

    /** Prolongs the eviction: somebody was removed at that time, and may hold a token that LiveKit had just renewed. */
    void removedSomebody(Principal.SystemJob by, Eviction.Ref ref, Instant at) {
        ledger.store(by, ref.tenant(), tx -> EvictionStore.prolong(tx, ref, at.plus(REFRESHED)));
    }
}
