// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.access.BatchedLookup;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Seats connections. Those of a tenant that come while others are being seated wait, and are seated together in one change:
 * after a restart all of a tenant's clients come at once, and its ledger row lets one change through at a time.
 */
final class Seating {
    /** Whoever has waited longer is told to come again. */
    private static final long PATIENCE = Duration.ofSeconds(5).toNanos();

    private final Principal by = new Principal.SystemJob("chat-users", "places");
    private final Foundation on;
    private final Creation creation;
    private final String node;
    private final Duration lease;
    private final Map<TenantId, BatchedLookup<Wish, Outcome>> lanes = new ConcurrentHashMap<>();

    Seating(Foundation on, Creation creation, String node, Duration lease) {
        this.on = on;
        this.creation = creation;
        this.node = node;
        this.lease = lease;
    }

    /** A connection that wants a place; two that want the same are two. */
    static final class Wish {
        private final Choice.Asked asked;
        private final SlotStore.Holder connection;
        private final Proof proof;
        private final BiFunction<Seats, Choice.Asked, ChatUserId> choice;
        private final long since = System.nanoTime();

        /** {@code proof} is that of the snapshot by which {@code asked} was judged. */
        Wish(
                Choice.Asked asked,
                String connection,
                Proof proof,
                BiFunction<Seats, Choice.Asked, ChatUserId> choice) {
            this.asked = asked;
            this.connection = new SlotStore.Holder(asked.by().user(), connection);
            this.proof = proof;
            this.choice = choice;
        }
    }

    /** Either its slot, or why it has none. */
    private record Outcome(SlotStore.@Nullable StoredSlot slot, @Nullable RuntimeException refused) {}

    /** Nothing is to be stored: none of them has a place. */
    private static final class NobodySeated extends RuntimeException {
        private static final long serialVersionUID = 1;

        NobodySeated() {
            super("no connection was seated", null, false, false);
        }
    }

    /**
     * The place that it has now.
     *
     * @throws StaleEpoch if what its wish rests on has changed
     * @throws Problem {@code busy} if there is no room; {@code forbidden} if its chat user is disabled
     */
    SlotStore.StoredSlot seat(TenantId tenant, Wish wish) {
        Outcome outcome = lanes.computeIfAbsent(tenant, any -> new BatchedLookup<>(wishes -> seated(tenant, wishes)))
                .get(wish)
                .orElseThrow();
        if (outcome.refused != null) {
            throw outcome.refused;
        }
        if (outcome.slot == null) {
            throw new IllegalStateException("neither seated nor refused");
        }
        return outcome.slot;
    }

    /** One that fails must not take the others with it, unless they would all wait for the same. */
    private Map<Wish, Outcome> seated(TenantId tenant, List<Wish> wishes) {
        Map<Wish, Outcome> outcomes = new HashMap<>();
        List<Wish> patient =
                wishes.stream().filter(wish -> !isTooLate(wish, outcomes)).toList();
        try {
            together(tenant, patient, outcomes);
        } catch (RuntimeException failed) {
            if (failed instanceof Problem || patient.size() == 1) {
                patient.forEach(wish -> outcomes.put(wish, new Outcome(null, failed)));
            } else {
                patient.forEach(wish -> outcomes.putAll(seated(tenant, List.of(wish))));
            }
        }
        return outcomes;
    }

    private static boolean isTooLate(Wish wish, Map<Wish, Outcome> outcomes) {
        boolean late = System.nanoTime() - wish.since > PATIENCE;
        if (late) {
            outcomes.put(
                    wish,
                    new Outcome(
                            null,
                            Problem.of(ErrorCode.BUSY, "Too many concurrent requests of this tenant; try again.")));
        }
        return late;
    }

    private void together(TenantId tenant, List<Wish> wishes, Map<Wish, Outcome> outcomes) {
        if (wishes.isEmpty()) {
            return;
        }
        try {
            on.ledger().changing(by, tenant, change -> {
                Seats seats = new Seats(
                        change,
                        creation,
                        wishes.stream().map(wish -> wish.connection).distinct().toList());
                wishes.forEach(wish -> outcomes.put(wish, outcome(seats, wish)));
                if (outcomes.values().stream().allMatch(outcome -> outcome.slot == null)) {
                    throw new NobodySeated();
                }
                seats.write();
            });
        } catch (NobodySeated refused) {
            // Each has its own reason.
        }
    }

    private Outcome outcome(Seats seats, Wish wish) {
        seats.leave(wish.connection);
        try {
            ChangeTx change = seats.change();
            Principal.AppUser app = wish.asked.by();
            change.tx().require(wish.proof);
            Proof admitted = app.proof();
            if (admitted != null) {
                change.tx().require(admitted);
            }
            SlotStore.StoredSlot slot =
                    slot(app, wish.connection.connection(), wish.choice.apply(seats, wish.asked), change.now());
            seats.take(wish.connection, slot);
            String detail = Json.text(Map.of("user", app.user(), "session", app.session(), "slot", slot.slotId()));
            change.append(Draft.of(
                    app, change.now(), "chat_user.connect", slot.chatUserId().value(), detail));
            return new Outcome(slot, null);
        } catch (Problem | StaleEpoch refused) {
            seats.restore(wish.connection);
            return new Outcome(null, refused);
        }
    }

    private SlotStore.StoredSlot slot(Principal.AppUser app, String connection, ChatUserId chatUser, Instant now) {
        return new SlotStore.StoredSlot(
                Ids.next("slot", now), chatUser, app.user(), app.session(), connection, node, now, now.plus(lease));
    }
}
