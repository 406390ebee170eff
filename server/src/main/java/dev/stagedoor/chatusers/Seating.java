// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.access.JointChange;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Seats connections; after a restart all of a tenant's clients come at once, and are seated together. */
final class Seating {
    private final Creation creation;
    private final String node;
    private final Duration lease;
    private final JointChange<Wish, SlotStore.StoredSlot> changes;

    Seating(Foundation on, Creation creation, Duration lease) {
        this.creation = creation;
        this.node = Ids.next("node", on.clock().instant());
        this.lease = lease;
        this.changes = new JointChange<>(on.ledger(), new Principal.SystemJob("chat-users", "seating"), this::together);
    }

    /** A connection that wants a place. */
    record Wish(Choice.Asked asked, SlotStore.Holder connection, BiFunction<Seats, Choice.Asked, ChatUserId> choice) {}

    /**
     * The place that it has now.
     *
     * @throws Problem {@code busy} if there is no room; {@code forbidden} if its chat user is disabled
     */
    SlotStore.StoredSlot seat(Proof proof, Wish wish) {
        return changes.make(wish.asked.by(), proof, wish);
    }

    private void together(ChangeTx change, List<JointChange.Wanted<Wish, SlotStore.StoredSlot>> all) {
        List<SlotStore.Holder> connections =
                all.stream().map(wanted -> wanted.what().connection).distinct().toList();
        Seats seats = new Seats(change, creation, connections);
        all.forEach(wanted -> wanted.make(change, wish -> seated(seats, wish)));
        seats.write();
    }

    private SlotStore.StoredSlot seated(Seats seats, Wish wish) {
        seats.leave(wish.connection);
        boolean seated = false;
        try {
            ChangeTx change = seats.change();
            Principal.AppUser app = wish.asked.by();
            SlotStore.StoredSlot slot =
                    slot(app, wish.connection.connection(), wish.choice.apply(seats, wish.asked), change.now());
            seats.take(wish.connection, slot);
            seated = true;
            String detail = Json.text(Map.of("user", app.user(), "session", app.session(), "slot", slot.slotId()));
            change.append(Draft.of(
                    app, change.now(), "chat_user.connect", slot.chatUserId().value(), detail));
            return slot;
        } finally {
            if (!seated) {
                seats.restore(wish.connection);
            }
        }
    }

    private SlotStore.StoredSlot slot(Principal.AppUser app, String connection, ChatUserId chatUser, Instant now) {
        return new SlotStore.StoredSlot(
                Ids.next("slot", now), chatUser, app.user(), app.session(), connection, node, now, now.plus(lease));
    }
}
