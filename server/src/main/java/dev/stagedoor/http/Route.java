package dev.stagedoor.http;

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
 */
public record Route<B>(
        Method method,
        String path,
        Access access,
        String action,
        String summary,
        Class<B> takes,
        Class<?> answers,
        Handler<B> handler) {}
