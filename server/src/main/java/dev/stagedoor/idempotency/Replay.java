package dev.stagedoor.idempotency;

import java.util.Map;

/**
 * The request was done before: nothing is to be done again. Thrown out of the change so that it ends without a trace, and
 * caught by whoever began it.
 */
public final class Replay extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Map<String, String> ids;

    Replay(Map<String, String> ids) {
        super("done before", null, false, false);
        this.ids = Map.copyOf(ids);
    }

    /** The ids of what the first request made, by name. */
    public Map<String, String> ids() {
        return ids;
    }
}
