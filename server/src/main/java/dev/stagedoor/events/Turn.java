// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.api.events.EventView;
import dev.stagedoor.api.tenants.TenantStatus;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends an endpoint what is due at it, one delivery at a time, under a lease. Nothing is locked while a request is on its
 * way. A node that dies between a request and its record leaves the delivery due: it is made again, with the same id.
 */
final class Turn {
    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

    static final Principal BY = new Principal.SystemJob("webhooks", "webhooks");

    /** Until a suspended tenant is looked at again. */
    private static final Duration SUSPENDED = Duration.ofMinutes(1);

    private final Foundation on;
    private final Sender sender;
    private final Backoff backoff;
    private final Duration timeout;
    private final WebhookMeters meters;

    Turn(Foundation on, Sender sender, Backoff backoff, Duration timeout) {
        this.on = on;
        this.sender = sender;
        this.backoff = backoff;
        this.timeout = timeout;
        this.meters = new WebhookMeters(on.meters());
    }

    /** How long an endpoint is held at a time: twice as long as its answer may take, and a little. */
    Duration lease() {
        return timeout.multipliedBy(2).plusSeconds(10);
    }

    /** A delivery that is due. */
    private record Due(Delivery delivery, Sender.Message message, Instant leasedUntil) {}

    /** Makes the next delivery. False if there is none now, or the endpoint is to be left alone. */
    boolean next(Endpoint.Held held) throws InterruptedException {
        Due due = on.ledger().store(BY, held.tenant(), tx -> due(tx, held)).orElse(null);
        // Another node may begin with the next one when the lease is over: too late to begin with this one.
        if (due == null || clockNow().isAfter(due.leasedUntil().minus(timeout))) {
            return false;
        }
        Delivery.Attempt attempt = sender.send(due.message());
        meters.attempted(attempt);
        return attempt.isDelivered() ? delivered(held, due, attempt) : failed(held, due, attempt);
    }

    private Instant clockNow() {
        return on.clock().instant();
    }

    private Optional<Due> due(Tx tx, Endpoint.Held held) {
        Optional<HeldStore.State> state = HeldStore.lock(tx, held);
        if (state.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clockNow();
        if (Tenants.living(tx).status() == TenantStatus.SUSPENDED) {
            HeldStore.hold(tx, held, now.plus(SUSPENDED));
            return Optional.empty();
        }
        Optional<Delivery> delivery = DeliveryStore.due(tx, held.id(), now);
        if (delivery.isEmpty()) {
            DeliveryStore.postponeBehind(tx, held.id(), now);
            HeldStore.release(tx, held, now);
            return Optional.empty();
        }
        Instant until = now.plus(lease());
        HeldStore.hold(tx, held, until);
        return Optional.of(new Due(delivery.get(), message(tx, held, state.get(), delivery.get()), until));
    }

    private Sender.Message message(Tx tx, Endpoint.Held held, HeldStore.State state, Delivery delivery) {
        EventView event = EventViews.of(EventStore.find(tx, delivery.seq()).orElseThrow());
        return new Sender.Message(
                held.tenant(),
                EndpointUrl.parsed(state.url()),
                event,
                EndpointStore.secrets(tx, held.id(), on.dataKeys().of(tx), clockNow()));
    }

    private boolean delivered(Endpoint.Held held, Due due, Delivery.Attempt attempt) {
        return on.ledger().store(BY, held.tenant(), tx -> {
            if (HeldStore.lock(tx, held).isEmpty()) {
                return false;
            }
            Instant now = clockNow();
            DeliveryStore.attempted(tx, held.id(), due.delivery().seq(), attempt, now, null);
            if (due.delivery().attempts() > 0) {
                DeliveryStore.advanceBehind(tx, held.id(), due.delivery().seq(), now);
            }
            HeldStore.recovered(tx, held);
            return true;
        });
    }

    private boolean failed(Endpoint.Held held, Due due, Delivery.Attempt attempt) {
        Endpoint.Why over = on.ledger()
                .store(BY, held.tenant(), tx -> recordFailure(tx, held, due.delivery(), attempt))
                .orElse(null);
        if (over != null) {
            disable(held, over, attempt);
        }
        return false;
    }

    /** Why the endpoint is to be disabled now; empty if it is not. */
    private Optional<Endpoint.Why> recordFailure(
            Tx tx, Endpoint.Held held, Delivery delivery, Delivery.Attempt attempt) {
        Optional<HeldStore.State> locked = HeldStore.lock(tx, held);
        if (locked.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clockNow();
        HeldStore.State failed = locked.get().failed(now);
        Duration asked = attempt.retryAfter() == null ? Duration.ZERO : Backoff.asked(attempt.retryAfter());
        Instant end = end(failed, delivery, now);
        Instant next = now.plus(longer(backoff.delay(delivery.attempts() + 1), asked));
        // The last try is made when the day is over, not hours before.
        DeliveryStore.attempted(
                tx, held.id(), delivery.seq(), attempt, now, next.isAfter(end) && end.isAfter(now) ? end : next);
        HeldStore.failed(tx, held, failed);
        HeldStore.release(tx, held, now.plus(longer(backoff.pause(failed.failures()), asked)));
        if (Objects.equals(attempt.failure(), Delivery.Attempt.GONE)) {
            return Optional.of(Endpoint.Why.GONE);
        }
        return end.isAfter(now) ? Optional.empty() : Optional.of(Endpoint.Why.FAILING);
    }

    /** When it is over: a day after its first try or its first failure in a row, but not for what was before it was enabled. */
    private static Instant end(HeldStore.State failed, Delivery delivery, Instant now) {
        Instant first = earlier(delivery.times().firstAt(), earlier(failed.failingSince(), now));
        return (first.isBefore(failed.enabledAt()) ? failed.enabledAt() : first).plus(Backoff.GIVE_UP);
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one != null && one.isBefore(other) ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Rolls back: the endpoint was deleted, disabled or enabled anew in the meantime. */
    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Overtaken() {
            super("somebody else decided about the endpoint", null, false, false);
        }
    }

    private void disable(Endpoint.Held held, Endpoint.Why why, Delivery.Attempt attempt) {
        try {
            on.ledger().changing(BY, held.tenant(), change -> disable(change, held, why, attempt));
            LOG.info("webhook endpoint {} of {} is disabled: {}", held.id(), held.tenant(), why.wire());
        } catch (Overtaken by) {
            LOG.debug("webhook endpoint {}: {}", held.id(), by.getMessage());
        }
    }

    private static void disable(ChangeTx change, Endpoint.Held held, Endpoint.Why why, Delivery.Attempt attempt) {
        if (HeldStore.lock(change.tx(), held).isEmpty()) {
            throw new Overtaken();
        }
        EndpointStore.disable(change.tx(), held.id(), why, change.now());
        Map<String, String> told = Map.of("endpoint_id", held.id(), "reason", why.wire());
        Events.raiseExcept(change, Event.of(EventType.WEBHOOK_ENDPOINT_DISABLED, null, told), held.id());
        String last = attempt.status() == null ? String.valueOf(attempt.failure()) : String.valueOf(attempt.status());
        String detail = Json.text(Map.of("reason", why.wire(), "last", last));
        change.append(Draft.of(BY, change.now(), "webhook_endpoint.disable", held.id(), detail));
    }

    /** Gives the endpoint back after a few deliveries, for others' sake. */
    void release(Endpoint.Held held) {
        on.ledger().store(BY, held.tenant(), tx -> {
            if (HeldStore.lock(tx, held).isPresent()) {
                HeldStore.release(tx, held, clockNow());
            }
            return true;
        });
    }
}
