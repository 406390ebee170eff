// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.api.calls.CallList;
import dev.stagedoor.api.calls.CallMode;
import dev.stagedoor.api.calls.CallView;
import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.calls.TriggerRequest;
import dev.stagedoor.api.calls.Wait;
import dev.stagedoor.api.dispatch.DispatchView;
import dev.stagedoor.dispatch.DispatchViews;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Authenticator;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls over HTTP. */
final class CallRoutes {
    private static final String CALLS = "/api/v1/calls";
    private static final String CALL = CALLS + "/{call}";
    private static final Access READ = new Access.TenantScope(Scope.CALLS_READ);
    private static final Access WRITE = new Access.TenantScope(Scope.CALLS_WRITE);

    private static final TriggerRequest EXAMPLE = new TriggerRequest(
            "receptionist",
            CallMode.VOICE,
            "guest-42",
            null,
            null,
            null,
            Map.of("room_number", "12"),
            null,
            Wait.SENT,
            null);

    private final Calls calls;
    private final Dispatches dispatches;
    private final Authenticator authenticator;

    CallRoutes(Calls calls, Dispatches dispatches, Authenticator authenticator) {
        this.calls = calls;
        this.dispatches = dispatches;
        this.authenticator = authenticator;
    }

    List<Route<?>> routes() {
        List<Route<?>> routes = new ArrayList<>(Route.alsoUnderTenant(List.of(
                Route.get(CALLS, READ)
                        .named("call.list", "List the calls that match, newest first")
                        .answers(CallList.class)
                        .query("limit", "after", "status", "agent", "user", "room", "from", "to")
                        .by(this::list),
                Route.get(CALL, READ)
                        .named("call.get", "Get a call and its dispatches")
                        .answers(CallView.class)
                        .by(this::get),
                triggerAt("/api/v1/trigger"),
                Route.post(CALL + "/end", WRITE)
                        .named("call.end", "End a call; one that has ended stays as it is")
                        .answers(CallView.class)
                        .by(this::end),
                Route.post(CALL + "/participants/{identity}/remove", WRITE)
                        .named("call.participant.remove", "Remove a participant and keep them out")
                        .by(this::remove))));
        routes.add(triggerAt("/api/v1/trigger-agent"));
        return routes;
    }

    private Route<TriggerRequest> triggerAt(String path) {
        return Route.post(path, WRITE)
                .named("call.trigger", "Start a call: room, agent and user token")
                .grants()
                .takes(TriggerRequest.class)
                .example(EXAMPLE)
                .idempotent()
                .answers(TriggerAnswer.class)
                .by(this::trigger);
    }

    private Reply trigger(Exchange exchange, TriggerRequest request) {
        TenantId tenant = tenant(exchange, request);
        StartCall command = CallViews.command(request);
        StartedCall started = calls.trigger(exchange.principal(), tenant, command, exchange.idempotencyKey());
        return Reply.createdSecret(CallViews.answer(started, command.waitFor()));
    }

    /** The tenant comes from the principal; only an operator, who has none, may name one (I5). */
    private TenantId tenant(Exchange exchange, TriggerRequest request) {
        String named = request.clientId();
        if (named == null) {
            return exchange.tenant();
        }
        Principal by = exchange.principal();
        if (!(by instanceof Principal.Operator)) {
            throw Problem.invalid("client_id", "only operators may set this field");
        }
        return authenticator.tenant(by, named);
    }

    private Reply list(Exchange exchange) {
        Principal by = exchange.principal();
        Page<CallView> page = calls.list(by, exchange.tenant(), filter(exchange), exchange.page())
                .map(one -> CallViews.listed(by, one.call(), one.about()));
        return Reply.ok(new CallList(page.items(), page.next()));
    }

    private static CallFilter filter(Exchange exchange) {
        return new CallFilter(
                exchange.query("status").map(CallRoutes::isOpen).orElse(null),
                exchange.query("agent").orElse(null),
                exchange.query("user").orElse(null),
                exchange.query("room").orElse(null),
                exchange.time("from").orElse(null),
                exchange.time("to").orElse(null));
    }

    private static boolean isOpen(String status) {
        return switch (status) {
            case "open", "live" -> true;
            case "ended" -> false;
            default -> throw Problem.invalid("status", "must be open, or live, which is the same, or ended");
        };
    }

    private Reply get(Exchange exchange) {
        CallId id = new CallId(exchange.path("call"));
        Principal by = exchange.principal();
        Call call = calls.get(by, exchange.tenant(), id);
        List<DispatchView> sent = dispatches.ofCall(by, exchange.tenant(), id.value()).stream()
                .map(DispatchViews::of)
                .toList();
        return Reply.ok(CallViews.whole(by, call, calls.about(by, exchange.tenant(), id), sent));
    }

    private Reply end(Exchange exchange) {
        CallId id = new CallId(exchange.path("call"));
        Call ended = calls.end(exchange.principal(), exchange.tenant(), id);
        return Reply.ok(CallViews.of(exchange.principal(), ended));
    }

    private Reply remove(Exchange exchange) {
        CallId id = new CallId(exchange.path("call"));
        calls.removeParticipant(exchange.principal(), exchange.tenant(), id, exchange.path("identity"));
        return Reply.nothing();
    }
}
