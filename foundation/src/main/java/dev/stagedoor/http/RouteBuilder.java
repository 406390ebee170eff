package dev.stagedoor.http;

import dev.stagedoor.http.Route.Contract;
import dev.stagedoor.http.Route.Operation;
import dev.stagedoor.http.Route.Place;
import java.util.List;

/** A route in the making: each step returns a new builder, {@code by} ends it. Begin with {@link Route#get} and the like. */
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
                place, operation(action, summary), new Contract<>(NoBody.class, NoBody.class, List.of()));
    }

    static Operation operation(String action, String summary) {
        return new Operation(action, summary, action.split("\\.", 2)[0]);
    }

    /** Puts the route into that section of the documents; without this, it is the first word of the action. */
    public RouteBuilder<B> tagged(String tag) {
        return new RouteBuilder<>(place, new Operation(operation.action(), operation.summary(), tag), contract);
    }

    /** The record that the JSON body is read into; strictly, and checked by its constraints. */
    public <T> RouteBuilder<T> takes(Class<T> body) {
        return new RouteBuilder<>(place, operation, new Contract<>(body, contract.answers(), contract.query()));
    }

    /** The record that a success is answered with. */
    public RouteBuilder<B> answers(Class<?> body) {
        return new RouteBuilder<>(place, operation, new Contract<>(contract.takes(), body, contract.query()));
    }

    /** The query parameters that the route knows; any other is refused. */
    public RouteBuilder<B> query(String... names) {
        return query(List.of(names));
    }

    /** The query parameters that the route knows: {@code query(Route.PAGED)}. */
    public RouteBuilder<B> query(List<String> names) {
        return new RouteBuilder<>(place, operation, new Contract<>(contract.takes(), contract.answers(), names));
    }

    /** Ends with the code behind a route that takes a body. */
    public Route<B> by(Handler<B> handler) {
        return new Route<>(place, operation, contract, handler);
    }

    /** Ends with the code behind a route that needs the exchange only. */
    public Route<B> by(Handler.OfExchange handler) {
        return by((exchange, none) -> handler.handle(exchange));
    }
}
