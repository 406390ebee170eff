// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.api.chatusers.ChatUserKind;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.chatusers.policy.ChatUser;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.chatusers.policy.ChatUserPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who sits where, for connections of a tenant that are seated in one change: what they need is read in a few statements,
 * and what they come to is written in a few. In between, nobody else can change it: the change holds the ledger row.
 */
final class Seats {
    private final ChangeTx change;
    private final Creation creation;
    private final Map<AssignmentStore.Key, ChatUserId> assigned;
    private final Map<SlotStore.Holder, SlotStore.Held> held;
    private final Map<ChatUserId, Seat> seats = new HashMap<>();
    private final Map<ChatUserKind, List<Seat>> pools = new HashMap<>();
    private final List<String> released = new ArrayList<>();
    private final Map<SlotStore.Holder, SlotStore.StoredSlot> taken = new LinkedHashMap<>();
    private final List<ChatUser> made = new ArrayList<>();
    private final Map<AssignmentStore.Key, ChatUserId> newlyAssigned = new LinkedHashMap<>();
    private long room = -1;

    /** A chat user, and how many connections it has. */
    static final class Seat {
        private final ChatUserId id;
        private final int index;
        private final boolean enabled;
        private long load;

        Seat(ChatUserId id, int index, boolean enabled, long load) {
            this.id = id;
            this.index = index;
            this.enabled = enabled;
            this.load = load;
        }

        boolean isEnabled() {
            return enabled;
        }

        boolean hasRoom(ChatUserPolicy policy) {
            return load < policy.pools().connections();
        }
    }

    /** For connections of those. */
    Seats(ChangeTx change, Creation creation, List<SlotStore.Holder> connections) {
        this.change = change;
        this.creation = creation;
        List<String> users =
                connections.stream().map(SlotStore.Holder::user).distinct().toList();
        this.assigned = new HashMap<>(AssignmentStore.of(change.tx(), users));
        this.held = new HashMap<>(SlotStore.held(change.tx(), connections, change.now()));
        List<ChatUserId> known = new ArrayList<>(assigned.values());
        held.values().forEach(slot -> known.add(slot.chatUserId()));
        SlotStore.seats(change.tx(), known.stream().distinct().toList(), change.now())
                .forEach(seat -> seats.put(seat.id, seat));
    }

    ChangeTx change() {
        return change;
    }

    /** Whom the app user has by that strategy. */
    Optional<ChatUserId> assigned(String user, ChatUserKind by) {
        return Optional.ofNullable(assigned.get(new AssignmentStore.Key(user, by)));
    }

    /** That chat user, if it is there. */
    Optional<Seat> find(ChatUserId id) {
        return Optional.ofNullable(seats.get(id));
    }

    void assign(String user, ChatUserKind by, ChatUserId id) {
        AssignmentStore.Key key = new AssignmentStore.Key(user, by);
        assigned.put(key, id);
        newlyAssigned.put(key, id);
    }

    /** Makes a chat user, which counts from now on. */
    void make(Choice.Asked asked, ChatUser user) {
        if (room < 0) {
            room = creation.room(change, asked.policy());
        }
        creation.require(room, asked.policy());
        room--;
        change.append(Creation.entry(asked.by(), change.now(), user));
        made.add(user);
        seats.put(user.id(), new Seat(user.id(), 0, true, 0));
    }

    /** That member of the pool if it has room, else the least loaded one that has; of equals the first. */
    Optional<ChatUserId> leastLoaded(Choice.Asked asked, ChatUserKind kind, Optional<ChatUserId> preferred) {
        List<Seat> open = pool(asked, kind).stream()
                .filter(seat -> seat.enabled && seat.hasRoom(asked.policy()))
                .toList();
        return open.stream()
                .filter(seat -> preferred.filter(seat.id::equals).isPresent())
                .findFirst()
                .or(() -> open.stream()
                        .min(Comparator.comparingLong((Seat seat) -> seat.load).thenComparingInt(seat -> seat.index)))
                .map(seat -> seat.id);
    }

    private List<Seat> pool(Choice.Asked asked, ChatUserKind kind) {
        return pools.computeIfAbsent(kind, any -> {
            ChatUserPolicy policy = asked.policy();
            // What was made here counts, but is not there yet.
            write();
            room = -1;
            creation.fill(asked.by(), change, policy, new Creation.Pool(kind, asked.tenant()));
            return SlotStore.pool(change.tx(), kind, policy.pools().size(), change.now()).stream()
                    .map(seat -> {
                        Seat known = seats.putIfAbsent(seat.id, seat);
                        return known == null ? seat : known;
                    })
                    .toList();
        });
    }

    /** The connection's own seat is free for it; {@link #restore} if it gets no other. */
    void leave(SlotStore.Holder connection) {
        load(connection, -1);
    }

    /** Undoes {@link #leave}. */
    void restore(SlotStore.Holder connection) {
        load(connection, 1);
    }

    private void load(SlotStore.Holder connection, int more) {
        SlotStore.StoredSlot now = taken.get(connection);
        SlotStore.Held before = held.get(connection);
        ChatUserId id = now != null ? now.chatUserId() : before != null && before.counts() ? before.chatUserId() : null;
        Seat seat = id == null ? null : seats.get(id);
        if (seat != null) {
            seat.load += more;
        }
    }

    /** The connection has that slot, and no other any more. */
    void take(SlotStore.Holder connection, SlotStore.StoredSlot slot) {
        SlotStore.Held before = held.remove(connection);
        if (before != null) {
            released.add(before.slotId());
        }
        taken.put(connection, slot);
        Seat seat = seats.get(slot.chatUserId());
        if (seat != null) {
            seat.load++;
        }
    }

    /** Stores what has come of it. */
    void write() {
        ChatUserStore.insertAll(change.tx(), made);
        if (!made.isEmpty()) {
            PolicyStore.count(change.tx(), made.size());
        }
        AssignmentStore.putAll(change.tx(), newlyAssigned, change.now());
        if (!released.isEmpty()) {
            SlotStore.release(change.tx(), released);
        }
        SlotStore.insertAll(change.tx(), List.copyOf(taken.values()));
        taken.forEach(
                (connection, slot) -> held.put(connection, new SlotStore.Held(slot.slotId(), slot.chatUserId(), true)));
        made.clear();
        newlyAssigned.clear();
        released.clear();
        taken.clear();
    }
}
