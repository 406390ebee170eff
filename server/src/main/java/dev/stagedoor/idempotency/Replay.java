package dev.stagedoor.idempotency;

import java.util.Map;

/**
 * The request was already done. It is thrown out of the change, which rolls back, and caught by the code that began it.
 */
public final class Replay extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Map<String, String> ids;

    Replay(Map<String, String> ids) {
        super("already done", null, false, false);
        this.ids = Map.copyOf(ids);
    }

    /** The ids of what the first request made, by name. */
    public Map<String, String> ids() {
        return ids;
    }
}
