// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.api.calls.CallCost;
import dev.stagedoor.api.telephony.DialSettings;
import dev.stagedoor.api.telephony.DialWait;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.calls.Call;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.calls.Calls;
import dev.stagedoor.calls.StartCall;
import dev.stagedoor.calls.StartedCall;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.numbers.CallerNumber;
import dev.stagedoor.telephony.price.Costs;
import dev.stagedoor.telephony.price.Talk;
import dev.stagedoor.tenants.Tenants;
import dev.stagedoor.tokens.Tokens;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The door to calls out. */
final class Dials {
    private final Foundation on;
    private final Calls calls;
    private final DialPlan.Servers servers;
    private final Dialler dialler;

    Dials(Foundation on, Calls calls, DialPlan.Servers servers, Dialler dialler) {
        this.on = on;
        this.calls = calls;
        this.servers = servers;
        this.dialler = dialler;
    }

    /**
     * Stores a call, sends for its agent, and dials once the agent is in the room; then waits as requested. Repeated with the
     * same idempotency key, or without one by the same agent to the same number within five seconds, it is the same call.
     *
     * @throws Problem {@code not_permitted_by_policy} or {@code invalid_request} naming {@code to} or {@code from}, {@code
     *     rate_limited}, {@code concurrency_exhausted}, {@code budget_exhausted}; and when waiting, {@code
     *     agent_not_available}: then nobody was called
     */
    Dial place(Principal by, TenantId tenant, PlaceCall wish, Optional<IdempotencyKey> key) {
        DialPlan plan = on.ledger().read(by, tenant, tx -> DialPlan.of(tx, wish));
        Storing storing = new Storing(by, wish, key.isPresent(), servers);
        StartedCall started;
        try {
            started = calls.trigger(by, tenant, command(wish, plan), key, storing);
        } catch (Storing.Repeated same) {
            return get(by, tenant, same.call());
        }
        if (!storing.hasStored()) {
            return get(by.settled(), tenant, started.id());
        }
        Dialler.Dialling dialling = dialler.begin(tenant, started, storing.stored(), wish.keys());
        if (wish.waitFor() != DialWait.NONE) {
            Dialler.await(wish.waitFor() == DialWait.DIALED ? dialling.dialed() : dialling.settled());
        }
        return get(by.settled(), tenant, started.id());
    }

    private static StartCall command(PlaceCall wish, DialPlan plan) {
        String to = plan.to().number();
        Map<String, Object> context = new LinkedHashMap<>(wish.context());
        context.put("phone", Map.of("direction", "outbound", "from", plan.from(), "to", to));
        String metadata = Json.text(Map.of("phone_number", to, "is_caller", false));
        return new StartCall(
                wish.agent(),
                Call.Mode.VOICE,
                new Call.User(Dial.identityOf(to), null, null),
                null,
                new StartCall.Brief(context, null),
                StartCall.Wait.NONE,
                Tokens.Seat.caller(CallerNumber.written(to), metadata));
    }

    /** Nothing is left to be done for it, so that what it cost can be settled. */
    static int closed(Tx tx, CallId call, Instant now) {
        return DialStore.closed(tx, call) + Costs.over(tx, call.value(), now);
    }

    /** How long somebody talked in that call; empty while they may still, or somebody may yet be found to have answered. */
    static Optional<Talk> talk(Tx tx, CallId call) {
        return DialStore.find(tx, call)
                .filter(dial -> !dial.progress().closing())
                .map(Dials::talk);
    }

    private static Talk talk(Dial dial) {
        Instant answered = dial.times().answeredAt();
        Instant ended = dial.times().endedAt();
        return answered == null || ended == null ? Talk.NONE : Talk.between(answered, ended);
    }

    /** A call out; {@code not_found} if the tenant has none with that id. */
    Dial get(Principal by, TenantId tenant, CallId call) {
        return on.ledger().read(by, tenant, tx -> DialStore.find(tx, call)).orElseThrow(() -> Problem.notFound("call"));
    }

    /** The tenant's calls out that match, newest first. */
    Page<Listed> list(Principal by, TenantId tenant, DialFilter filter, Page.Request page) {
        return on.ledger().read(by, tenant, tx -> {
            Page<Dial> dials = DialStore.list(tx, filter, page);
            Map<CallId, CallCost> costs =
                    Costs.ofCalls(tx, dials.items().stream().map(Dial::call).collect(Collectors.toSet()));
            return dials.map(dial -> new Listed(dial, costs.get(dial.call())));
        });
    }

    /**
     * A call out.
     *
     * @param cost null if it has no price
     */
    record Listed(Dial dial, @Nullable CallCost cost) {}

    /** One with what it costs. */
    Listed listed(Principal by, TenantId tenant, Dial dial) {
        CallId call = dial.call();
        return new Listed(
                dial,
                on.ledger()
                        .read(by, tenant, tx -> Costs.ofCalls(tx, Set.of(call)))
                        .get(call));
    }

    /** What the tenant has set, with its defaults. */
    DialSettings settings(Principal by, TenantId tenant) {
        return on.ledger()
                .read(by, tenant, (Tx tx) -> DialSettingsStore.find(tx))
                .view();
    }

    /**
     * Replaces what the tenant has set; calls in progress go on.
     *
     * @throws Problem {@code forbidden} if that allows more than before, and it is not an operator who asks for it
     */
    DialSettings set(Principal by, TenantId tenant, DialSettings settings) {
        Permitted wanted = Permitted.of(settings);
        return on.ledger().change(by, tenant, change -> {
            Tenants.living(change.tx());
            List<String> wider = wanted.widens(DialSettingsStore.find(change.tx()));
            if (!wider.isEmpty() && !(by instanceof Principal.Operator)) {
                throw onlyOperators(wider);
            }
            DialSettingsStore.put(change.tx(), wanted, change.now());
            change.append(Draft.of(
                    by, change.now(), "dial_settings.put", tenant.value(), Json.text(Map.of("widens", wider))));
            return wanted.view();
        });
    }

    private static Problem onlyOperators(List<String> wider) {
        Problem problem = Problem.of(
                ErrorCode.FORBIDDEN,
                "Only an operator may allow more calls out than before: " + String.join(", ", wider) + '.');
        for (String field : wider) {
            problem = problem.field(field, "allows more than before");
        }
        return problem;
    }
}
