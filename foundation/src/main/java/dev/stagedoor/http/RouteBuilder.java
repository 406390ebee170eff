// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import dev.stagedoor.http.Route.Contract;
import dev.stagedoor.http.Route.Operation;
import dev.stagedoor.http.Route.Place;
import java.util.ArrayList;
import java.util.List;

/** Builds a route: each step returns a new builder, {@code by} ends it. Begin with {@link Route#get} and the like. */
public final class RouteBuilder<B> {
    private final Place place;
    private final Operation operation;
    private final Contract<B> contract;

    private RouteBuilder(Place place, Operation operation, Contract<B> contract) {
        this.place = place;
        this.operation = operation;
        this.contract = contract;
    }

    static RouteBuilder<NoBody> of(Place place, String action, String summary) {
        return new RouteBuilder<>(
                place,
                new Operation(action, summary, action.split("\\.", 2)[0], false),
                new Contract<>(new Takes.Nothing(), List.of(), List.of(), false, null));
    }

    /** Puts the route into that section of the documents; the default is the first word of the action. */
    public RouteBuilder<B> tagged(String tag) {
        return with(new Operation(operation.action(), operation.summary(), tag, operation.grants()));
    }

    /**
     * The route grants access. If its tenant changed while it was judged, it is judged again with the tenant's ledger row
     * held, so that no number of changes starves it. Its handler must not call the network before its first commit.
     */
    public RouteBuilder<B> grants() {
        return with(new Operation(operation.action(), operation.summary(), operation.tag(), true));
    }

    private RouteBuilder<B> with(Operation changed) {
        return new RouteBuilder<>(place, changed, contract);
    }

    /** The record of the JSON body, which is decoded strictly and checked by its constraints. */
    public <T> RouteBuilder<T> takes(Class<T> body) {
        return takes(body(body));
    }

    /** As {@link #takes(Class)}, with a limit of its own in place of {@code http.max_body}. */
    public <T> RouteBuilder<T> takes(Class<T> body, Takes.Most most) {
        return takes(new Takes.Json<>(body, most));
    }

    /** The kind of body: a form, or bytes that the handler reads itself. */
    public <T> RouteBuilder<T> takes(Takes<T> body) {
        return with(new Contract<>(body, contract.answers(), contract.query(), contract.idempotent(), null));
    }

    @SuppressWarnings("unchecked")
    private static <T> Takes<T> body(Class<T> type) {
        return type == NoBody.class ? (Takes<T>) new Takes.Nothing() : new Takes.Json<>(type, null);
    }

    /** The record of a success, as JSON. */
    public RouteBuilder<B> answers(Class<?> body) {
        return answers(new Answer.Json(body));
    }

    /** One more form of a success. */
    public RouteBuilder<B> answers(Answer form) {
        List<Answer> more = new ArrayList<>(contract.answers());
        more.add(form);
        return with(
                new Contract<>(contract.takes(), more, contract.query(), contract.idempotent(), contract.example()));
    }

    /** The query parameters that the route accepts; others are refused. */
    public RouteBuilder<B> query(String... names) {
        return query(List.of(names));
    }

    /** The query parameters that the route accepts: {@code query(Route.PAGED)}. */
    public RouteBuilder<B> query(List<String> names) {
        return with(
                new Contract<>(contract.takes(), contract.answers(), names, contract.idempotent(), contract.example()));
    }

    /** The route honours {@code Idempotency-Key}. */
    public RouteBuilder<B> idempotent() {
        return with(new Contract<>(contract.takes(), contract.answers(), contract.query(), true, contract.example()));
    }

    /** An example body for the documents; the route must accept it. */
    public RouteBuilder<B> example(B body) {
        return with(
                new Contract<>(contract.takes(), contract.answers(), contract.query(), contract.idempotent(), body));
    }

    private <T> RouteBuilder<T> with(Contract<T> changed) {
        return new RouteBuilder<>(place, operation, changed);
    }

    /** Ends with the handler of a route that takes a body. */
    public Route<B> by(Handler<B> handler) {
        return new Route<>(place, operation, contract, handler);
    }

    /** Ends with the handler of a route without a body. */
    public Route<B> by(Handler.OfExchange handler) {
        return by((exchange, none) -> handler.handle(exchange));
    }
}
