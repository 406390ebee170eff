// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import dev.stagedoor.audit.AuditQuery;
import dev.stagedoor.audit.AuditTrail;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.tenants.RoomAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revokes what was granted. LiveKit cannot revoke a token, so participants who lose access to a room are removed, and
 * removed again if they rejoin, until their last token has expired.
 *
 * <p>LiveKit itself gives a connected client a fresh token, valid for {@value #REFRESH_MINUTES} minutes, on joining and
 * every five minutes: so an eviction lasts at least that long after it began and after each removal.
 */
public final class Evictions implements RoomAccess {
    /** The audit action of a new grant, which admits an evicted participant again. */
    public static final String READMITTING = "token.mint";

    /** How often a room is checked. */
    static final Duration POLL_INTERVAL = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Evictions.class);
    private static final Duration GIVE_UP = Duration.ofDays(1);
    private static final int REFRESH_MINUTES = 10;
    private static final int GRANTS_READ = 200;

    /** Entries of the chain in one step of a search, so that a day of ten tokens a second takes a quarter of an hour. */
    static final int STEP = 2_000;

    /** A removal follows its decision after a moment, and clocks differ slightly. */
    private static final Duration REFRESHED = Duration.ofMinutes(REFRESH_MINUTES + 1);

    private final Ledger ledger;
    private final Clock clock;

    /** Evictions, which {@link EvictionsModule} enforces. */
    public Evictions(Ledger ledger, Clock clock) {
        this.ledger = ledger;
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

    /** When the last token that the tenant was granted, or that LiveKit renewed, expires. */
    private static Instant until(ChangeTx change) {
        Instant granted = change.tx().row().lastExpiry();
        Instant refreshed = change.now().plus(REFRESHED);
        return granted.isAfter(refreshed) ? granted : refreshed;
    }

    /** Whether the participant was removed from the room and has not been granted a token for it since. */
    public boolean keepsOut(Tx tx, String room, String identity) {
        return EvictionStore.ofParticipant(tx, room, identity, clock.instant())
                .filter(eviction -> !isReadmitted(tx, eviction))
                .isPresent();
    }

    /** Whether an evicted participant has been granted a token for that room since. */
    boolean isReadmitted(Principal.SystemJob by, Eviction eviction) {
        return ledger.read(by, eviction.ref().tenant(), tx -> isReadmitted(tx, eviction));
    }

    /**
     * Rooms, by their names on the wire, that the tenant's chain names for who is evicted: those of the newest entries,
     * and those of a further step down the chain, where the next look goes on. So one look stays short, and a few reach
     * every room that anybody was granted, or had a call or an agent in.
     */
    Set<String> roomsNamed(Principal.SystemJob by, Eviction eviction) {
        String target = eviction.kind() == Eviction.Kind.TENANT ? null : eviction.subject();
        AuditQuery query = new AuditQuery(null, null, target, null, null, false);
        long before = eviction.walked() == 0 ? Long.MAX_VALUE : eviction.walked();
        return ledger.store(by, eviction.ref().tenant(), tx -> {
            AuditTrail.Stretch older = AuditTrail.backward(tx, query, before, STEP);
            EvictionStore.walked(tx, eviction.ref(), Objects.requireNonNullElse(older.next(), 0L));
            Stream<Entry> newest = AuditTrail.newest(tx, 0, null, target, GRANTS_READ).stream();
            return rooms(Stream.concat(newest, older.entries().stream())).collect(Collectors.toSet());
        });
    }

    private static Stream<String> rooms(Stream<Entry> entries) {
        return entries.map(StoredGrant::roomOf).flatMap(Optional::stream);
    }

    /** A refreshed token does not count: it is not a new decision of the tenant. */
    private static boolean isReadmitted(Tx tx, Eviction eviction) {
        return rooms(AuditTrail.newest(tx, eviction.since(), READMITTING, eviction.subject(), GRANTS_READ).stream())
                .anyMatch(eviction.room()::equals);
    }

    /**
     * Claims the check for this node for the next {@link #POLL_INTERVAL}; empty if another node has. An eviction that
     * could not be carried out for a day after its end is given up.
     */
    Optional<Eviction> take(Principal.SystemJob by, Eviction.Ref ref) {
        return ledger.store(by, ref.tenant(), tx -> {
            Instant now = clock.instant();
            int givenUp = EvictionStore.deleteEnded(tx, now.minus(GIVE_UP));
            if (givenUp > 0) {
                LOG.warn("gave up {} evictions of {}: they could not be carried out for a day", givenUp, ref.tenant());
            }
            return EvictionStore.take(tx, ref, now, now.plus(POLL_INTERVAL));
        });
    }

    /**
     * Ends the eviction as it was read. If it was begun or prolonged again since, it stays: that removal was answered
     * too.
     */
    void end(Principal.SystemJob by, Eviction read) {
        ledger.store(by, read.ref().tenant(), tx -> EvictionStore.delete(tx, read));
    }

    /**
     * Extends the eviction: a participant was removed at that time, and may hold a token that LiveKit had just renewed.
     */
    void removedSomebody(Principal.SystemJob by, Eviction.Ref ref, Instant at) {
        ledger.store(by, ref.tenant(), tx -> EvictionStore.prolong(tx, ref, at.plus(REFRESHED)));
    }
}
