// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.idempotency;

import java.util.Map;

/**
 * The request was already executed. Thrown within the change, which rolls back, and caught by the code that began it.
 */
public final class Replay extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Map<String, String> ids;

    Replay(Map<String, String> ids) {
        super("already done", null, false, false);
        this.ids = Map.copyOf(ids);
    }

    /** The ids that the first request created, by name. */
    public Map<String, String> ids() {
        return ids;
    }
}
