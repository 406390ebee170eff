package dev.stagedoor.calls;

import dev.stagedoor.api.calls.CallList;
import dev.stagedoor.api.calls.CallView;
import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.calls.TriggerRequest;
import dev.stagedoor.api.dispatch.DispatchView;
import dev.stagedoor.dispatch.DispatchViews;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Authenticator;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Method;
import dev.stagedoor.http.NoBody;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.TenantRoutes;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls over HTTP. */
final class CallRoutes {
    private static final String CALLS = "/api/v1/calls";
    private static final String CALL = CALLS + "/{call}";
    private static final Access READ = new Access.TenantScope(Scope.CALLS_READ);
    private static final Access WRITE = new Access.TenantScope(Scope.CALLS_WRITE);

    private final Calls calls;
    private final Dispatches dispatches;
    private final Authenticator authenticator;

    CallRoutes(Calls calls, Dispatches dispatches, Authenticator authenticator) {
        this.calls = calls;
        this.dispatches = dispatches;
        this.authenticator = authenticator;
    }

    List<Route<?>> routes() {
        List<Route<?>> all = new ArrayList<>(reading());
        all.addAll(writing());
        List<Route<?>> routes = new ArrayList<>(TenantRoutes.twice(all));
        routes.add(trigger("/api/v1/trigger-agent"));
        return routes;
    }

    private List<Route<?>> reading() {
        return List.of(
                new Route<>(
                                Method.GET,
                                CALLS,
                                READ,
                                "call.list",
                                "List the calls, newest first",
                                NoBody.class,
                                CallList.class,
                                this::list)
                        .withQuery(Route.PAGED),
                new Route<>(
                        Method.GET,
                        CALL,
                        READ,
                        "call.get",
                        "Show a call with its dispatches",
                        NoBody.class,
                        CallView.class,
                        this::get));
    }

    private List<Route<?>> writing() {
        return List.of(
                trigger("/api/v1/trigger"),
                new Route<>(
                        Method.POST,
                        CALL + "/end",
                        WRITE,
                        "call.end",
                        "End a call",
                        NoBody.class,
                        CallView.class,
                        this::end),
                new Route<>(
                        Method.POST,
                        CALL + "/participants/{identity}/remove",
                        WRITE,
                        "call.participant.remove",
                        "Remove a participant, and keep him out",
                        NoBody.class,
                        NoBody.class,
                        this::remove));
    }

    private Route<TriggerRequest> trigger(String path) {
        return new Route<>(
                Method.POST,
                path,
                WRITE,
                "call.trigger",
                "Start a call: room, agent and user token",
                TriggerRequest.class,
                TriggerAnswer.class,
                this::trigger);
    }

    private Reply trigger(Exchange exchange, TriggerRequest request) {
        TenantId tenant = tenant(exchange, request);
        Calls.Triggered triggered = calls.trigger(exchange.principal(), tenant, request, exchange.idempotencyKey());
        return Reply.createdSecret(CallViews.answer(triggered));
    }

    /** The tenant comes from the principal; only an operator, who has none, may name one (I5). */
    private TenantId tenant(Exchange exchange, TriggerRequest request) {
        String named = request.clientId();
        if (named == null) {
            return exchange.tenant();
        }
        Principal by = exchange.principal();
        if (!(by instanceof Principal.Operator)) {
            throw Problem.invalid("client_id", "may be given by an operator only");
        }
        return authenticator.tenant(by, named);
    }

    private Reply list(Exchange exchange, NoBody none) {
        Page<CallView> page = calls.list(exchange.principal(), exchange.tenant(), exchange.page())
                .map(call -> CallViews.of(call, null));
        return Reply.ok(new CallList(page.items(), page.next()));
    }

    private Reply get(Exchange exchange, NoBody none) {
        CallId id = new CallId(exchange.path("call"));
        Principal by = exchange.principal();
        Call call = calls.get(by, exchange.tenant(), id);
        @Nullable
        List<DispatchView> sent = dispatches.ofCall(by, exchange.tenant(), id.value()).stream()
                .map(DispatchViews::of)
                .toList();
        return Reply.ok(CallViews.of(call, sent));
    }

    private Reply end(Exchange exchange, NoBody none) {
        CallId id = new CallId(exchange.path("call"));
        return Reply.ok(CallViews.of(calls.end(exchange.principal(), exchange.tenant(), id), null));
    }

    private Reply remove(Exchange exchange, NoBody none) {
        CallId id = new CallId(exchange.path("call"));
        calls.removeParticipant(exchange.principal(), exchange.tenant(), id, exchange.path("identity"));
        return Reply.nothing();
    }
}
