package dev.stagedoor.http;

import java.util.List;

/**
 * A route, as data.
 *
 * @param method  the HTTP method
 * @param path    {@code /api/v1/agents/{slug}}
 * @param access  who may use it; there is no default
 * @param action  what it does, in the audit's words: {@code agent.update}
 * @param summary one line for the OpenAPI document
 * @param takes   the record its JSON body is read into; {@link NoBody} if it takes none
 * @param answers the record it answers with on success; {@link NoBody} if none
 * @param handler what it does
 * @param query   the query parameters it knows; any other is refused
 */
public record Route<B>(
        Method method,
        String path,
        Access access,
        String action,
        String summary,
        Class<B> takes,
        Class<?> answers,
        Handler<B> handler,
        List<String> query) {

    /** The query parameters of a list: {@link Exchange#page()} reads them. */
    public static final List<String> PAGED = List.of("limit", "after");

    public Route {
        query = List.copyOf(query);
    }

    /** A route without query parameters. */
    public Route(
            Method method,
            String path,
            Access access,
            String action,
            String summary,
            Class<B> takes,
            Class<?> answers,
            Handler<B> handler) {
        this(method, path, access, action, summary, takes, answers, handler, List.of());
    }

    /** The same route, knowing these query parameters. */
    public Route<B> withQuery(String... names) {
        return withQuery(List.of(names));
    }

    /** The same route, knowing these query parameters: {@code withQuery(Route.PAGED)}. */
    public Route<B> withQuery(List<String> names) {
        return new Route<>(method, path, access, action, summary, takes, answers, handler, names);
    }

    /** The same route elsewhere. */
    public Route<B> at(String other) {
        return new Route<>(method, other, access, action, summary, takes, answers, handler, query);
    }
}
