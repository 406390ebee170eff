// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.calls.Call;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.calls.StartCall;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.numbers.MaskedNumber;
import dev.stagedoor.telephony.price.Costs;
import dev.stagedoor.telephony.price.Leg;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores a call out in the change that stores its call, which holds the tenant's row: so the caps are exact. */
final class Storing implements StartCall.Alongside {
    /** A client without an idempotency key that got no answer asks again within this time. */
    private static final Duration SAME = Duration.ofSeconds(5);

    /** Longer than a node waits for the agent: after that, nobody dials any more. */
    private static final Duration GIVEN_UP = Dialler.AGENT_WITHIN.plusSeconds(15);

    private final Principal by;
    private final PlaceCall wish;
    private final boolean hasKey;
    private final DialPlan.Servers servers;
    private @Nullable Dial stored;

    Storing(Principal by, PlaceCall wish, boolean hasKey, DialPlan.Servers servers) {
        this.by = by;
        this.wish = wish;
        this.hasKey = hasKey;
        this.servers = servers;
    }

    /** Rolls back the change: this call out is there already. */
    static final class Repeated extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient CallId call;

        Repeated(CallId call) {
            super("the same call was placed just before", null, false, false);
            this.call = call;
        }

        CallId call() {
            return call;
        }
    }

    @Override
    public void started(ChangeTx change, Call call) {
        DialPlan plan = DialPlan.of(change.tx(), wish);
        if (!hasKey) {
            same(change, call, plan).ifPresent(dial -> {
                throw new Repeated(dial.call());
            });
        }
        plan.requireSameServer(change.tx(), servers, call.room().credentialVersion());
        plan.permitted().caps().require(change, plan.to());
        Dial dial = dial(change, call, plan, held(change, call, plan));
        DialStore.insert(change.tx(), dial, plan.to(), change.now().plus(GIVEN_UP));
        String detail = Json.text(Map.of(
                "from", plan.from(),
                "to", MaskedNumber.of(plan.to().number()),
                "country", plan.to().country()));
        change.append(Draft.of(by, change.now(), "call.dial", call.id().value(), detail));
        stored = dial;
    }

    private static Optional<Dial> same(ChangeTx change, Call call, DialPlan plan) {
        return DialStore.recent(
                change.tx(), call.agentSlug(), plan.to().number(), change.now().minus(SAME));
    }

    /** How long it may last, once what it may cost is held. */
    private Duration held(ChangeTx change, Call call, DialPlan plan) {
        Duration longest =
                plan.permitted().longest(wish.longest(), call.limits().reserved());
        Leg leg = Leg.out(call.id(), plan.to().number(), longest);
        return Costs.hold(change, leg, plan.permitted().spend());
    }

    private Dial dial(ChangeTx change, Call call, DialPlan plan, Duration longest) {
        Dial.Leg leg = new Dial.Leg(
                plan.from(),
                plan.to().number(),
                plan.to().country(),
                call.room().name(),
                plan.trunk().trunkId(),
                wish.rings(),
                longest);
        return new Dial(
                call.id(), call.agentSlug(), leg, Dial.Progress.BEGUN, new Dial.Times(change.now(), null, null, null));
    }

    /** Whether this request's is a new call. */
    boolean hasStored() {
        return stored != null;
    }

    Dial stored() {
        return Objects.requireNonNull(stored, "nothing was stored");
    }
}
