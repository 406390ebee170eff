// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route, as data:
 *
 * <pre>{@code
 * Route.get("/api/v1/calls/{call}", new Access.TenantScope(Scope.CALLS_READ))
 *         .named("call.get", "Get a call")
 *         .answers(CallView.class)
 *         .by(this::get)
 * }</pre>
 *
 * @param place     where it is served, and to whom
 * @param operation what it does, in words
 * @param contract  what it takes and answers
 * @param handler   the code behind it
 */
public record Route<B>(Place place, Operation operation, Contract<B> contract, Handler<B> handler) {

    private static final String ROOT = "/api/v1/";

    /** The query parameters of a list: {@link Exchange#page()} reads them. */
    public static final List<String> PAGED = List.of("limit", "after");

    /**
     * Where a route is served, and to whom.
     *
     * @param method the HTTP method
     * @param path   {@code /api/v1/agents/{slug}}
     * @param access who may use it; there is no default
     */
    public record Place(Method method, String path, Access access) {
        /**
         * Names the operation.
         *
         * @param action  what it does, in the audit's words: {@code agent.update}
         * @param summary one line for the OpenAPI document: {@code Update an agent}
         */
        public RouteBuilder<NoBody> named(String action, String summary) {
            return RouteBuilder.of(this, action, summary);
        }
    }

    /**
     * What a route does.
     *
     * @param action  in the audit's words: {@code agent.update}
     * @param summary one line for the OpenAPI document
     * @param tag     the section of the documents that it belongs to
     * @param grants  whether it grants access, which the tenant's own changes must not starve ({@link
     *     RouteBuilder#grants})
     */
    public record Operation(String action, String summary, String tag, boolean grants) {}

    /**
     * What a route takes and answers.
     *
     * @param takes      the body
     * @param answers    the forms of its success; 204 if there are none
     * @param query      the query parameters it knows; any other is refused
     * @param idempotent whether it honours {@code Idempotency-Key}
     * @param example    a body, for the documents
     */
    public record Contract<B>(
            Takes<B> takes,
            List<Answer> answers,
            List<String> query,
            boolean idempotent,
            @Nullable B example) {
        public Contract {
            answers = List.copyOf(answers);
            query = List.copyOf(query);
        }
    }

    /** A route for GET, and so for HEAD. */
    public static Place get(String path, Access access) {
        return new Place(Method.GET, path, access);
    }

    /** A route for WebSockets: its handler returns {@link Reply.Upgrade}. Browsers may send {@code ?ticket=}. */
    public static SocketPlace socket(String path, Access access) {
        return new SocketPlace(get(path, access), null);
    }

    /** The same, with terms of its own. */
    public static SocketPlace socket(String path, Access access, Socket.Terms terms) {
        return new SocketPlace(get(path, access), terms);
    }

    /** Where a WebSocket is opened, and by whom. */
    public record SocketPlace(Place place, Socket.@Nullable Terms terms) {
        /** Names the operation, as {@link Place#named} does. */
        public RouteBuilder<NoBody> named(String action, String summary) {
            return place.named(action, summary)
                    .answers(new Answer.Socket(terms))
                    .query("ticket");
        }
    }

    /** A route for POST. */
    public static Place post(String path, Access access) {
        return new Place(Method.POST, path, access);
    }

    /** A route for PUT. */
    public static Place put(String path, Access access) {
        return new Place(Method.PUT, path, access);
    }

    /** A route for PATCH. */
    public static Place patch(String path, Access access) {
        return new Place(Method.PATCH, path, access);
    }

    /** A route for DELETE. */
    public static Place delete(String path, Access access) {
        return new Place(Method.DELETE, path, access);
    }

    /**
     * The routes of a tenant's resources, each followed by its twin for operators: {@code /api/v1/agents} for a
     * tenant's own key, and {@code /api/v1/tenants/{tenant}/agents} for an operator, or for a key that names its own
     * tenant.
     */
    public static List<Route<?>> alsoUnderTenant(List<Route<?>> own) {
        List<Route<?>> both = new ArrayList<>();
        for (Route<?> route : own) {
            both.add(route);
            both.add(route.underTenant());
        }
        return both;
    }

    private Route<B> underTenant() {
        if (!path().startsWith(ROOT)) {
            throw new IllegalArgumentException(path() + " is not below " + ROOT);
        }
        return at(ROOT + "tenants/{tenant}/" + path().substring(ROOT.length()));
    }

    /** The same route at another path. */
    public Route<B> at(String other) {
        return new Route<>(new Place(method(), other, access()), operation, contract, handler);
    }

    /** The HTTP method. */
    public Method method() {
        return place.method();
    }

    /** The path, with its parameters in braces. */
    public String path() {
        return place.path();
    }

    /** Who may use it. */
    public Access access() {
        return place.access();
    }

    /** What it does, in the audit's words. */
    public String action() {
        return operation.action();
    }

    /** A one-line summary. */
    public String summary() {
        return operation.summary();
    }

    /** The body it takes. */
    public Takes<B> takes() {
        return contract.takes();
    }

    /** The forms a success can take. */
    public List<Answer> answers() {
        return contract.answers();
    }

    /** The query parameters it knows. */
    public List<String> query() {
        return contract.query();
    }
}
