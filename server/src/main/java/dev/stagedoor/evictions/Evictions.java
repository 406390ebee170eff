// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import dev.stagedoor.audit.AuditQuery;
import dev.stagedoor.audit.AuditTrail;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.RoomAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

    /** Between two looks at a tenant's rooms. The job that looks comes round every second. */
    static final Duration POLL_INTERVAL = Duration.ofMillis(1500);

    private static final Logger LOG = LoggerFactory.getLogger(Evictions.class);
    private static final Duration GIVE_UP = Duration.ofDays(1);
    private static final int REFRESH_MINUTES = 10;
    private static final int GRANTS_READ = 200;

    /** Rooms, of evictions of rooms and participants, that are asked for by name where a server has too many to list. */
    private static final int ROOMS_NAMED = 1_000;

    /** Evictions from every room, whose rooms are searched for in one turn. */
    private static final int SEARCHED = 20;

    /** Users who are removed in one turn from a room that may or may not have them. */
    private static final int USERS_UNSEEN = 500;

    /** Entries of the chain in one step of a search, so that a day of ten tokens a second takes a quarter of an hour. */
    static final int STEP = 2_000;

    /** A removal follows its decision after a moment, and clocks differ slightly. */
    private static final Duration REFRESHED = Duration.ofMinutes(REFRESH_MINUTES + 1);

    /** LiveKit admits for a minute after a token's expiry; whose clock is a minute further behind ours refuses all our calls. */
    static final Duration AFTER_EXPIRY = Duration.ofMinutes(2);

    private final Ledger ledger;
    private final Clock clock;

    /** A room: another server's of that name is another one. */
    public record Place(String room, String server) {}

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

    /** Removes everyone from one room, and keeps them out until a token for it is granted, whosever. */
    public void evictRoom(ChangeTx change, Place place) {
        put(change, Eviction.Kind.ROOM, place.room(), place.server());
    }

    /** Removes the participant from one room, and keeps them out until they are granted a token for it. */
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
        TurnStore.delete(change.tx());
        return EvictionStore.deleteAll(change.tx());
    }

    private static void put(ChangeTx change, Eviction.Kind kind, String room, String subject) {
        EvictionStore.put(change.tx(), kind, room, subject, change.now(), until(change));
    }

    /** When the last token that the tenant was granted, or that LiveKit renewed, admits no more. */
    private static Instant until(ChangeTx change) {
        Instant granted = change.tx().row().lastExpiry().plus(AFTER_EXPIRY);
        Instant refreshed = change.now().plus(REFRESHED);
        return granted.isAfter(refreshed) ? granted : refreshed;
    }

    /** A new version of the tenant's credential: a project that did not let us in is asked at once. */
    public static void credentialAdded(ChangeTx change) {
        TurnStore.due(change.tx());
    }

    /**
     * Something has happened in those rooms of the tenant: whoever is kept out of one is looked for now. A hint only makes a
     * look earlier (D6).
     */
    public void hint(Principal.SystemJob by, TenantId tenant, Set<String> rooms) {
        ledger.store(by, tenant, tx -> TurnStore.hint(tx, rooms));
    }

    /** Whether the participant lost access to the room and has not been granted a token for it since. */
    public boolean keepsOut(Tx tx, Place place, String identity) {
        return TurnStore.keepsOut(tx, place, identity, clock.instant());
    }

    /** Somebody who is kept out: of that room by its name on the wire, or of all if it is empty. */
    public record KeptOut(String room, String identity) {}

    /** The users and participants who are kept out now, at most so many, whoever was put out last first. */
    public List<KeptOut> keptOut(Tx tx, int limit) {
        TurnStore.follow(tx);
        return EvictionStore.ofPeople(tx, clock.instant(), limit).stream()
                .map(eviction -> new KeptOut(eviction.room(), eviction.subject()))
                .toList();
    }

    /** What there is to carry out in a tenant's turn; {@code changes} says how often evictions had begun. */
    record Turn(TenantId tenant, Instant at, long changes, EvictionStore.Summary due) {
        /** Whether an eviction's time is over, so that it may end. */
        boolean ends() {
            return due.first() == null || !due.first().isAfter(at);
        }
    }

    /**
     * Claims the tenant's turn for this node for the next {@link #POLL_INTERVAL}; empty if another node has. An eviction
     * that could not be carried out for a day after its end is given up.
     */
    Optional<Turn> take(Principal.SystemJob by, TenantId tenant) {
        Instant now = clock.instant();
        return ledger.store(by, tenant, tx -> TurnStore.take(tx, POLL_INTERVAL).map(changes -> turn(tx, now, changes)));
    }

    private static Turn turn(Tx tx, Instant now, long changes) {
        Turn turn = new Turn(tx.tenant(), now, changes, summary(tx));
        if (!turn.ends()) {
            return turn;
        }
        int givenUp = EvictionStore.deleteEnded(tx, now.minus(GIVE_UP));
        if (givenUp > 0) {
            LOG.warn("gave up {} evictions of {}: they could not be carried out for a day", givenUp, tx.tenant());
        }
        return new Turn(tx.tenant(), now, changes, EvictionStore.summary(tx));
    }

    /** After those have ended whose subjects were granted a token. */
    private static EvictionStore.Summary summary(Tx tx) {
        EvictionStore.Summary before = EvictionStore.summary(tx);
        return before.rooms() && TurnStore.follow(tx) > 0 ? EvictionStore.summary(tx) : before;
    }

    /** Which of these rooms on that server somebody is kept out of who need not be kept out of every room. */
    List<String> roomsAmong(Principal.SystemJob by, TenantId tenant, String server, Collection<String> rooms) {
        return ledger.read(by, tenant, tx -> EvictionStore.roomsAmong(tx, server, rooms));
    }

    /** Those that keep these participants out of these rooms of that server, by what the chain says now. */
    List<Eviction> concerning(
            Principal.SystemJob by,
            TenantId tenant,
            String server,
            Collection<String> rooms,
            Collection<String> identities) {
        return ledger.store(by, tenant, tx -> {
            TurnStore.follow(tx);
            return EvictionStore.concerning(tx, server, rooms, identities);
        });
    }

    /** Those that keep anybody out of that room of that server, by what the chain says now. */
    List<Eviction> ofRoom(Principal.SystemJob by, TenantId tenant, String server, String room) {
        return ledger.store(by, tenant, tx -> {
            TurnStore.follow(tx);
            return EvictionStore.ofRoom(tx, server, room, USERS_UNSEEN);
        });
    }

    /** That of the whole tenant; empty if it was admitted again. */
    Optional<Eviction> ofTenant(Principal.SystemJob by, TenantId tenant) {
        return ledger.read(by, tenant, EvictionStore::ofTenant);
    }

    /**
     * Rooms, by their names on the wire, that evictions or the tenant's chain name: of those from every room, those of the
     * newest entries, and those of a further step down the chain, where the next look goes on. So one look stays short, and
     * a few reach every room that anybody was granted, or had a call or an agent in.
     */
    Set<String> roomsNamed(Principal.SystemJob by, TenantId tenant) {
        return ledger.store(by, tenant, tx -> {
            Set<String> rooms = new HashSet<>(EvictionStore.rooms(tx, ROOMS_NAMED));
            EvictionStore.everywhere(tx, SEARCHED).forEach(one -> rooms.addAll(roomsNamed(tx, one)));
            return rooms;
        });
    }

    private static List<String> roomsNamed(Tx tx, Eviction eviction) {
        String target = eviction.kind() == Eviction.Kind.TENANT ? null : eviction.subject();
        AuditQuery query = new AuditQuery(null, null, target, null, null, false);
        long before = eviction.walked() == 0 ? Long.MAX_VALUE : eviction.walked();
        AuditTrail.Stretch older = AuditTrail.backward(tx, query, before, STEP);
        EvictionStore.walked(tx, eviction.ref(), Objects.requireNonNullElse(older.next(), 0L));
        Stream<Entry> newest = AuditTrail.newest(tx, 0, null, target, GRANTS_READ).stream();
        return Stream.concat(newest, older.entries().stream())
                .map(StoredGrant::roomOf)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Extends evictions: participants were removed at that time, and may hold tokens that LiveKit had just renewed.
     */
    void removedSomebody(Principal.SystemJob by, TenantId tenant, Collection<String> evictions, Instant at) {
        ledger.store(by, tenant, tx -> EvictionStore.prolong(tx, evictions, at.plus(REFRESHED)));
    }

    /**
     * Ends the evictions whose time was over before every server was looked at in that turn. If one has begun, or begun
     * again, since, they stay until the next turn.
     */
    void end(Principal.SystemJob by, Turn turn) {
        ledger.store(by, turn.tenant(), tx -> {
            if (!TurnStore.hold(tx, turn.changes())) {
                return 0;
            }
            EvictionStore.deleteEnded(tx, turn.at());
            return TurnStore.end(tx);
        });
    }

    /** This node cannot look now: another one may. */
    void giveBack(Principal.SystemJob by, Turn turn) {
        ledger.store(by, turn.tenant(), tx -> TurnStore.giveBack(tx, turn.changes()));
    }
}
