package dev.stagedoor.idempotency;

import java.util.Map;

/**
 * What a change made: its result, and the ids by which the same answer is given to the same request.
 *
 * @param ids a name and an id each, {@code "agent" → "agt_…"}; never a secret
 */
public record Made<T>(T result, Map<String, String> ids) {
    public Made {
        ids = Map.copyOf(ids);
    }
}
