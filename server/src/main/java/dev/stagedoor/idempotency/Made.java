// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.idempotency;

import java.util.Map;

/**
 * What a change created: its result, and the ids for answering a repeated request.
 *
 * @param ids a name and an id each, {@code "agent" → "agt_…"}; never a secret
 */
public record Made<T>(T result, Map<String, String> ids) {
    public Made {
        ids = Map.copyOf(ids);
    }
}
