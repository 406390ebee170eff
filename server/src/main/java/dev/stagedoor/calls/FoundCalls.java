// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.dispatch.plan.DispatchSpec;
import dev.stagedoor.events.Events;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes over calls that LiveKit began by itself, with the dispatch that it made of the agent. */
final class FoundCalls {
    /** After the agent had to be there. */
    private static final Duration THEN = Duration.ofSeconds(1);

    private static final Duration WHILE_EMPTY = Duration.ofMinutes(1);

    private final Ledger ledger;
    private final Dispatches dispatches;

    FoundCalls(Ledger ledger, Dispatches dispatches) {
        this.ledger = ledger;
        this.dispatches = dispatches;
    }

    private record Taken(CallId call, Dispatches.Requested dispatch) {}

    Optional<CallId> take(Principal by, TenantId tenant, Call.Found found, StartCall.Alongside also) {
        try {
            Taken taken = ledger.change(by, tenant, change -> take(by, change, found, also));
            dispatches.begin(taken.dispatch());
            return Optional.of(taken.call());
        } catch (Arrivals.Unchanged already) {
            return Optional.empty();
        }
    }

    private Taken take(Principal by, ChangeTx change, Call.Found found, StartCall.Alongside also) {
        if (!CallStore.roomsOfCalls(change.tx(), List.of(found.room())).isEmpty()) {
            throw new Arrivals.Unchanged();
        }
        Tenant tenant = Tenants.living(change.tx());
        Instant now = change.now();
        Duration longest = found.agent().maxCall();
        Call call = new Call(
                CallId.next(now),
                found.agent().slug(),
                Call.Mode.VOICE,
                found.user(),
                new Call.Room(found.room(), found.credentialVersion()),
                new Call.Limits(now, longest, now.plus(longest)),
                null);
        CallStore.insert(change.tx(), call, now.plus(found.patience()).plus(THEN));
        Events.raise(change, call.started());
        also.started(change, call);
        Dispatches.Requested adopted = dispatches.adopt(change, spec(found, call.id(), now));
        String detail = Json.text(Map.of(
                "agent", found.agent().slug(),
                "room", found.room(),
                "credential_version", found.credentialVersion()));
        change.append(
                Draft.of(by, now, "call.find", call.id().value(), detail),
                Cost.openCall(longest).plus(Cost.dispatch()),
                tenant.policy().budget());
        return new Taken(call.id(), adopted);
    }

    private static DispatchSpec spec(Call.Found found, CallId call, Instant now) {
        Duration join = found.agent().limits().joinTimeout();
        return new DispatchSpec(
                new DispatchSpec.Target(
                        found.room(),
                        false,
                        found.agent().agentName(),
                        found.agent().slug()),
                DispatchSpec.Briefing.verbatim(found.metadata(), WHILE_EMPTY),
                DispatchSpec.Schedule.from(
                        now, found.patience(), join.compareTo(found.patience()) < 0 ? join : found.patience()),
                found.credentialVersion(),
                call.value(),
                AgentMetadata.whenLost(found.agent()));
    }
}
