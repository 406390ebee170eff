// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.api.telephony.PhoneSettings;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.calls.Call;
import dev.stagedoor.calls.CallEnd;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.calls.StartCall;
import dev.stagedoor.calls.StartedCall;
import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.idempotency.Idempotency;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.numbers.Numbers;
import dev.stagedoor.numbers.PhoneNumber;
import dev.stagedoor.telephony.price.Costs;
import dev.stagedoor.telephony.price.Leg;
import dev.stagedoor.tenants.Tenants;
import dev.stagedoor.tokens.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** The door to phone calls. */
public final class PhoneCalls {
    /** What a tenant has set. */
    static final Facet<TenantId, Admitted> ADMITTED = new Facet<>(
            "phone settings",
            (tx, tenant) -> PhoneSettingsStore.find(tx).map(Admitted::of).orElse(Admitted.USUAL));

    /** An HTTP client that got no answer repeats the request as it is; whoever does so later has recorded it. */
    private static final Duration REPEATABLE = Duration.ofSeconds(30);

    /** Each time takes some seconds. */
    private static final int MOST_BUSY = 6;

    private final Foundation on;
    private final TelephonyModule.Doors doors;
    private final TelephonyConfig config;

    PhoneCalls(Foundation on, TelephonyModule.Doors doors, TelephonyConfig config) {
        this.on = on;
        this.doors = doors;
        this.config = config;
    }

    /** A call whose agent is in the room, and how its caller gets there. */
    record Answered(StartedCall call, Incoming incoming) {}

    /**
     * Answers a call once its agent is in the room; the same call again if it is reported again.
     *
     * @throws Problem {@code not_found} if the number is not the tenant's, {@code forbidden} for a caller who is turned away,
     *     {@code rate_limited} and the like, {@code agent_not_available} if no agent came in time: then the room is gone;
     *     {@code unauthenticated} for a replayed request, {@code conflict} if the call has ended
     */
    Answered answer(Principal by, TenantId tenant, Incoming incoming) {
        Snapshot snapshot = on.snapshots().of(tenant);
        Admitted admitted = on.snapshots().judge(snapshot, () -> snapshot.get(ADMITTED, tenant));
        String agent = on.snapshots().judge(snapshot, () -> agent(snapshot, incoming.called()));
        admitted.require(incoming.caller());
        StartedCall started = patiently(admitted, () -> {
            refuseReplay(by, tenant, incoming);
            return start(by, tenant, incoming, admitted, agent);
        });
        doors.calls().requireAgent(by, started, admitted.answerWithin());
        return new Answered(started, incoming);
    }

    /** A tenant's calls are stored one after the other. Of many at once, the last are told to wait: callers do so anyway. */
    private StartedCall patiently(Admitted admitted, Supplier<StartedCall> start) {
        Instant until = on.clock().instant().plus(admitted.answerWithin());
        for (int busy = 1; ; busy++) {
            try {
                return start.get();
            } catch (Problem failed) {
                boolean again = failed.code() == ErrorCode.BUSY && busy < MOST_BUSY;
                if (!again || on.clock().instant().isAfter(until)) {
                    throw failed;
                }
            }
        }
    }

    private String agent(Snapshot snapshot, String called) {
        if (config.isUnsigned(called)
                && snapshot.get(Tenants.TENANT, snapshot.tenant()).slug().equals(config.unsignedTenant())) {
            return config.unsignedAgent();
        }
        return Numbers.active(snapshot, called)
                .map(PhoneNumber::agentSlug)
                .orElseThrow(() -> Problem.notFound("phone number"));
    }

    private void refuseReplay(Principal by, TenantId tenant, Incoming incoming) {
        Instant since = on.clock().instant().minus(REPEATABLE);
        Optional<Instant> seen = incoming.signature()
                .flatMap(signature -> on.ledger().read(by, tenant, tx -> PhoneCallStore.seen(tx, signature)));
        if (seen.filter(since::isAfter).isPresent()) {
            throw Problem.of(
                    ErrorCode.UNAUTHENTICATED,
                    "This request was sent before. Sign each request anew, with the time at which it is sent.");
        }
    }

    private StartedCall start(Principal by, TenantId tenant, Incoming incoming, Admitted admitted, String agent) {
        StartCall command = new StartCall(
                agent,
                Call.Mode.VOICE,
                new Call.User(incoming.caller().identity(), null, null),
                null,
                new StartCall.Brief(incoming.context(), null),
                StartCall.Wait.NONE,
                Tokens.Seat.caller(incoming.caller().name(), incoming.participantMetadata()));
        Storing storing = new Storing(incoming, admitted);
        try {
            StartedCall started =
                    doors.calls().trigger(by, tenant, command, Optional.of(key(incoming)), storing::store);
            if (!storing.stored) {
                seeAnother(by.settled(), tenant, incoming);
            }
            return started;
        } catch (Problem ended) {
            throw ended.code() == ErrorCode.CONFLICT && foundNoAgent(by, tenant, incoming) ? noAgent() : ended;
        }
    }

    /** The call was there already: the signature may be another one than the first, and may not be used later either. */
    private void seeAnother(Principal by, TenantId tenant, Incoming incoming) {
        incoming.signature()
                .ifPresent(signature -> on.ledger().store(by, tenant, tx -> {
                    PhoneCallStore.see(tx, signature, on.clock().instant());
                    return tx.epoch();
                }));
    }

    private static IdempotencyKey key(Incoming incoming) {
        // With a space, which the header of that name cannot have: no client's own key is like it.
        return new IdempotencyKey("call " + incoming.externalId(), incoming.digest());
    }

    /** What is stored with a new call. */
    private static final class Storing {
        private final Incoming incoming;
        private final Admitted admitted;
        private boolean stored;

        Storing(Incoming incoming, Admitted admitted) {
            this.incoming = incoming;
            this.admitted = admitted;
        }

        void store(ChangeTx change, Call call) {
            Tx tx = change.tx();
            Instant now = change.now();
            new Rates(admitted, incoming.caller(), incoming.called()).require(change);
            PhoneCall phone = new PhoneCall(
                    call.id(),
                    Incoming.VIA,
                    incoming.externalId(),
                    incoming.caller().text(),
                    incoming.called(),
                    incoming.trunkId(),
                    now);
            if (!PhoneCallStore.insert(tx, phone, now.minus(Idempotency.KEPT))) {
                throw Problem.of(ErrorCode.CONFLICT, "That callId was used for an earlier call, which has ended.");
            }
            Costs.expect(tx, Leg.in(call.id(), incoming.called(), call.limits().reserved()), now);
            incoming.signature().ifPresent(signature -> PhoneCallStore.see(tx, signature, now));
            stored = true;
        }
    }

    private boolean foundNoAgent(Principal by, TenantId tenant, Incoming incoming) {
        Optional<CallId> call =
                on.ledger().read(by, tenant, tx -> PhoneCallStore.find(tx, Incoming.VIA, incoming.externalId()));
        return call.map(id -> doors.calls().get(by, tenant, id).ending())
                .filter(ending -> ending.why() == CallEnd.NO_AGENT)
                .isPresent();
    }

    private static Problem noAgent() {
        return Problem.of(ErrorCode.AGENT_NOT_AVAILABLE, "No agent joined this call in time; it has ended.");
    }

    /** What the tenant has set, with its defaults. */
    PhoneSettings settings(Principal by, TenantId tenant) {
        return on.ledger()
                .read(by, tenant, tx -> ADMITTED.load().apply(tx, tenant))
                .view();
    }

    /** Replaces what the tenant has set; calls in progress go on. */
    PhoneSettings set(Principal by, TenantId tenant, PhoneSettings settings) {
        return on.ledger().change(by, tenant, change -> {
            Tenants.living(change.tx());
            PhoneSettingsStore.put(change.tx(), settings, change.now());
            change.raiseEpoch();
            change.append(Draft.of(by, change.now(), "phone_settings.put", tenant.value(), "{}"));
            return Admitted.of(settings).view();
        });
    }
}
