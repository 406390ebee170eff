// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.participants;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Tx;
import dev.stagedoor.events.Event;
import dev.stagedoor.events.EventType;
import dev.stagedoor.events.Events;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.numbers.MaskedNumber;
import dev.stagedoor.retention.Retained;
import dev.stagedoor.roomevents.RoomEvent;
import dev.stagedoor.roomevents.RoomListener;
import dev.stagedoor.tenants.Erasure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door to who is and was in the rooms of calls. */
public final class Participants implements RoomListener {
    private static final Logger LOG = LoggerFactory.getLogger(Participants.class);

    /** A call whose room closed may be over before its webhooks have come. */
    private static final Duration LATELY = Duration.ofMinutes(15);

    /** How long what is the same at each look is not stored again. */
    private static final Duration UNCHANGED = Duration.ofSeconds(30);

    /** Rooms and people that are remembered of all tenants: their servers say how many there are. */
    static final int MOST = 200_000;

    private final Principal.SystemJob by = new Principal.SystemJob("participants", "participants");
    private final Ledger ledger;
    private final Clock clock;
    private final Cache<Place, Seen> last = Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((Place place, Seen seen) -> 1 + seen.last().inside().size())
            .build();

    private record Place(TenantId tenant, String room) {}

    /**
     * What this node saw last of a room.
     *
     * @param stored when that was stored
     */
    private record Seen(Sighting last, Instant stored) {
        Seen unstored() {
            return new Seen(last, Instant.MIN);
        }

        boolean isAs(Sighting now) {
            return last.roomSid().equals(now.roomSid())
                    && last.sids().equals(now.sids())
                    && stored.isAfter(now.at().minus(UNCHANGED));
        }
    }

    /** Of rooms in that ledger's database. */
    public Participants(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** A deleted tenant's are forgotten. */
    public static Erasure erasure() {
        return change -> ParticipantStore.deleteAll(change.tx());
    }

    /** Who was in rooms, for so long. */
    public static Retained retained(Duration age) {
        return new Retained(
                Retained.Kind.PARTICIPANTS,
                age,
                Retained.Tenants.of(ParticipantStore.BY_TIME),
                ParticipantStore::forget);
    }

    /** How many rooms and people are remembered. */
    int remembered() {
        last.cleanUp();
        return last.asMap().values().stream()
                .mapToInt(seen -> 1 + seen.last().inside().size())
                .sum();
    }

    /** A room was looked at. Never fails: what cannot be stored now is seen at the next look. */
    public void saw(TenantId tenant, Sighting sighting) {
        Place place = new Place(tenant, sighting.room());
        Seen before = last.getIfPresent(place);
        if (before != null && before.last().at().isAfter(sighting.at())) {
            return;
        }
        if (before != null && before.isAs(sighting)) {
            last.put(place, new Seen(sighting, before.stored()));
            return;
        }
        try {
            if (before == null) {
                storeChanged(tenant, sighting, sighting);
            } else if (before.last().sids().equals(sighting.sids())) {
                ledger.store(by, tenant, tx -> stored(tx, before.last(), sighting));
            } else {
                storeChanged(tenant, before.last(), sighting);
            }
            last.put(place, new Seen(sighting, sighting.at()));
        } catch (Problem notNow) {
            LOG.debug("who is in {} was not stored: {}", sighting.room(), notNow.detail());
        } catch (RuntimeException fault) {
            // Whoever looks decides about agents: that must go on.
            LOG.warn("who is in {} could not be stored", sighting.room(), fault);
        }
    }

    /** Only where somebody may have come or gone do the tenant's grants wait for it. */
    private void storeChanged(TenantId tenant, Sighting before, Sighting sighting) {
        ledger.storeInOrder(by, tenant, tx -> {
            int rows = stored(tx, before, sighting);
            tell(tx, sighting.room());
            return rows;
        });
    }

    private int stored(Tx tx, Sighting before, Sighting sighting) {
        int rows = ParticipantStore.missing(tx, before, sighting);
        if (!sighting.inside().isEmpty()) {
            rows += ParticipantStore.seen(tx, sighting, clock.instant().minus(LATELY));
        }
        return rows;
    }

    /** Each coming and going is told once, by whatever finds it first. */
    private void tell(Tx tx, String room) {
        Instant now = clock.instant();
        for (ParticipantStore.Untold one : ParticipantStore.tell(tx, room)) {
            Participation who = one.who();
            if (one.told() == 0) {
                Events.raise(tx, now, Event.of(EventType.PARTICIPANT_JOINED, one.call(), data(who)));
            }
            if (who.leftAt() != null) {
                Map<String, @Nullable Object> data = data(who);
                data.put("left_at", who.leftAt().toString());
                data.put("reason", who.reason().isEmpty() ? null : who.reason());
                Events.raise(tx, now, Event.of(EventType.PARTICIPANT_LEFT, one.call(), data));
            }
        }
    }

    private static Map<String, @Nullable Object> data(Participation who) {
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("participant_sid", who.sid());
        data.put("identity", MaskedNumber.ofIdentity(who.identity()));
        data.put("kind", who.kind());
        data.put("joined_at", who.joinedAt().toString());
        return data;
    }

    /** So many people were listed in that room then as when it was looked at last: they are taken to be the same. */
    public void unchanged(TenantId tenant, String room, String roomSid, Instant at) {
        Seen before = last.getIfPresent(new Place(tenant, room));
        if (before != null && before.last().roomSid().equals(roomSid)) {
            saw(tenant, new Sighting(room, roomSid, before.last().inside(), at));
        }
    }

    @Override
    public void heard(Principal.SystemJob job, TenantId tenant, List<RoomEvent> events) {
        ledger.storeInOrder(job, tenant, tx -> {
            events.forEach(event -> heard(tx, event));
            RoomEvent.rooms(events).forEach(room -> tell(tx, room));
            return events.size();
        });
        // The next look is stored, even if it sees what the last one saw: the webhook may have said something else.
        RoomEvent.rooms(events)
                .forEach(room ->
                        last.asMap().computeIfPresent(new Place(tenant, room), (place, seen) -> seen.unstored()));
    }

    private void heard(Tx tx, RoomEvent event) {
        RoomEvent.Someone who = event.participant();
        Instant at = Sighting.plausible(event.at(), clock.instant());
        switch (event.kind()) {
            case PARTICIPANT_JOINED -> {
                if (who != null) {
                    came(tx, event, who);
                }
            }
            case PARTICIPANT_LEFT -> {
                // Also if the news of their coming was lost: they were there.
                if (who != null && who.joinedAt() != null) {
                    came(tx, event, who);
                    ParticipantStore.left(tx, event.roomSid(), who.sid(), at, who.reason());
                }
            }
            case ROOM_FINISHED -> ParticipantStore.closed(tx, event.roomSid(), at);
            case ROOM_STARTED, PARTICIPANT_CONNECTION_ABORTED -> {
                // Says nothing of anybody who was in the room.
            }
        }
    }

    private void came(Tx tx, RoomEvent event, RoomEvent.Someone who) {
        Instant said = who.joinedAt() == null ? event.at() : who.joinedAt();
        Instant joined = Sighting.plausible(said, clock.instant());
        Sighting.Someone someone = new Sighting.Someone(
                who.sid(), who.identity(), who.kind().name().toLowerCase(Locale.ROOT), joined);
        Sighting sighting = new Sighting(event.room(), event.roomSid(), List.of(someone), joined);
        ParticipantStore.seen(tx, sighting, clock.instant().minus(LATELY));
    }

    /** Who is in these rooms now, by their names on the wire; a room without anybody is not among them. */
    public static Map<String, List<Participation>> inside(Tx tx, Collection<String> rooms) {
        return rooms.isEmpty() ? Map.of() : ParticipantStore.inside(tx, rooms);
    }

    /** The time of agents in a call's room between two times, each by itself; empty if none was seen there. */
    public static Optional<Duration> agentTime(Tx tx, String callId, Instant from, Instant until) {
        return ParticipantStore.agentSeconds(tx, callId, from, until)
                .map(seconds -> Duration.ofSeconds(Math.round(seconds)));
    }

    /** Everybody who was in a call's room, in the order in which they came. */
    public static List<Participation> ofCall(Tx tx, String callId) {
        return ParticipantStore.ofCall(tx, callId);
    }
}
