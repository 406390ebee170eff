// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.chatusers.policy.ChatUser;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.chatusers.policy.ChatUserPolicy;
import dev.stagedoor.chatusers.policy.Resources;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.jobs.DueTable;
import dev.stagedoor.kernel.BatchedLookup;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.AppUsers;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.tenants.Tenants;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door for connections: each takes a place on a chat user, which this node renews until the connection closes it. A
 * token alone holds no place.
 */
public final class Places implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Places.class);
    private static final DueTable TABLE = new DueTable("chat_user_slots", "slot_id", "leased_until", "TRUE");
    private static final int LONGEST_CONNECTION = 128;

    private final Principal by = new Principal.SystemJob("chat-users", "places");
    private final Foundation on;
    private final Seating seating;
    private final Duration lease;
    private final Set<Place> open = ConcurrentHashMap.newKeySet();
    private final Set<TenantId> keeping = ConcurrentHashMap.newKeySet();
    private final Map<TenantId, BatchedLookup<Place, Boolean>> leaving = new ConcurrentHashMap<>();
    private final Counter refused;
    final DueRows due;

    Places(Foundation on, Creation creation, Duration lease) {
        this.on = on;
        this.seating = new Seating(on, creation, lease);
        this.lease = lease;
        this.due = new DueRows("chat places", TABLE, on.database(), on.clock(), this::forget);
        this.refused = Counter.builder("stagedoor.chat.places.refused")
                .description("Connections refused because no chat user had a place")
                .register(on.meters());
        Gauge.builder("stagedoor.chat.places", open, Set::size)
                .description("Connections of this node that have a place on a chat user")
                .register(on.meters());
    }

    /**
     * Takes a place for a connection of the app user's, on the chat user that the tenant's policy leads to. If the
     * connection has one already, that one ends: its client has come again.
     *
     * @param connection the connection's own id, which the server gave it
     * @throws Problem {@code busy} if no chat user has room; {@code forbidden} if theirs is disabled
     */
    public Place connect(Principal.AppUser app, String connection) {
        return connect(app, connection, Choice::choose);
    }

    /**
     * As {@link #connect}, in the shared pool, for whom the policy lets fall back to it.
     *
     * @throws Problem {@code busy} if the pool has no room
     */
    public Place connectShared(Principal.AppUser app, String connection) {
        return connect(app, connection, Choice::shared);
    }

    private Place connect(
            Principal.AppUser app, String connection, BiFunction<Seats, Choice.Asked, ChatUserId> chosen) {
        PlainText.checked("connection", connection, LONGEST_CONNECTION);
        Snapshot snapshot = on.snapshots().of(app.tenant());
        Choice.Asked asked = on.snapshots().judge(snapshot, () -> asked(snapshot, app));
        try {
            SlotStore.Holder holder = new SlotStore.Holder(app.user(), connection);
            SlotStore.StoredSlot slot = seating.seat(snapshot.proof(), new Seating.Wish(asked, holder, chosen));
            Place place = new Place(this, app.tenant(), slot);
            open.add(place);
            return place;
        } catch (Problem problem) {
            if (problem.code() == ErrorCode.BUSY) {
                refused.increment();
            }
            throw problem;
        }
    }

    private static Choice.Asked asked(Snapshot snapshot, Principal.AppUser app) {
        Tenant tenant = snapshot.get(Tenants.TENANT, app.tenant()).requireActive();
        AppUsers.requireNotRevoked(snapshot, app.user());
        return new Choice.Asked(app, tenant.slug(), ChatUserFacets.policy(snapshot));
    }

    /**
     * What the connection may use, by that snapshot: to be asked again when the tenant has changed.
     *
     * @throws Problem {@code forbidden} if its chat user was disabled or deleted
     */
    public Resources resources(Snapshot snapshot, Place place) {
        return ChatUserFacets.ofConnection(snapshot, place.user(), chatUser(snapshot, place.chatUser()));
    }

    /** What that chat user itself may use, whoever of its app users is connected. */
    public Resources ofChatUser(Snapshot snapshot, ChatUser chatUser, String user) {
        return ChatUserFacets.ofChatUser(snapshot, chatUser, user);
    }

    /**
     * The chat user, by that snapshot.
     *
     * @throws Problem {@code forbidden} if it was disabled or deleted
     */
    public ChatUser chatUser(Snapshot snapshot, ChatUserId id) {
        return find(snapshot, id).filter(ChatUser::enabled).orElseThrow(Choice::disabled);
    }

    /** The chat user, by that snapshot; empty if it was deleted. */
    public Optional<ChatUser> find(Snapshot snapshot, ChatUserId id) {
        return snapshot.get(ChatUserFacets.CHAT_USER, id);
    }

    /** The tenant's policy, by that snapshot. */
    public ChatUserPolicy policy(Snapshot snapshot) {
        return ChatUserFacets.policy(snapshot);
    }

    /** Gives the place back at once, with those of the tenant that are given back meanwhile; or soon if the store fails. */
    void release(Place place) {
        if (open.contains(place) && !Thread.currentThread().isInterrupted()) {
            leaving.computeIfAbsent(
                            place.tenant(),
                            tenant -> new BatchedLookup<>(places -> {
                                releaseOrWarn(tenant, places);
                                return Map.of();
                            }))
                    .get(place);
        }
    }

    /** Gives back what is left to give back, and renews the rest; a tenant whose store hangs stops no other (I7). */
    void keep() {
        Map<TenantId, List<Place>> byTenant = open.stream().collect(Collectors.groupingBy(Place::tenant));
        byTenant.forEach((tenant, its) -> {
            if (keeping.add(tenant)) {
                Thread.ofVirtual().name("chat-places-kept").start(() -> keep(tenant, its));
            }
        });
    }

    private void keep(TenantId tenant, List<Place> its) {
        try {
            releaseOrWarn(tenant, its.stream().filter(Place::isClosed).toList());
            Instant now = on.clock().instant();
            Instant soon = now.plus(lease.multipliedBy(2).dividedBy(3));
            renewOrWarn(
                    tenant,
                    its.stream()
                            .filter(place -> !place.isClosed() && place.until().isBefore(soon))
                            .toList(),
                    now);
        } finally {
            keeping.remove(tenant);
        }
    }

    private void releaseOrWarn(TenantId tenant, List<Place> closed) {
        if (closed.isEmpty()) {
            return;
        }
        try {
            on.ledger().store(by, tenant, tx -> {
                SlotStore.release(tx, closed.stream().map(Place::id).toList());
                return true;
            });
            closed.forEach(open::remove);
        } catch (RuntimeException failed) {
            LOG.warn("could not give back {} places of chats; trying again: {}", closed.size(), failed.toString());
        }
    }

    private void renewOrWarn(TenantId tenant, List<Place> places, Instant now) {
        if (places.isEmpty()) {
            return;
        }
        Instant until = now.plus(lease);
        try {
            Set<String> held = on.ledger()
                    .store(
                            by,
                            tenant,
                            tx -> SlotStore.renew(
                                    tx, places.stream().map(Place::id).toList(), now, until));
            for (Place place : places) {
                if (held.contains(place.id())) {
                    place.renewed(until);
                } else if (open.remove(place)) {
                    place.lose();
                }
            }
        } catch (RuntimeException failed) {
            LOG.warn("could not renew {} places of chats: {}", places.size(), failed.toString());
        }
    }

    private void forget(DueRows.Row row) {
        on.ledger().store(by, row.tenant(), tx -> {
            SlotStore.forget(tx, row.id(), on.clock().instant());
            return true;
        });
    }

    /** Places that are still taken stay so until their lease ends: their clients come again, to another node. */
    @Override
    public void close() {
        due.close();
    }
}
