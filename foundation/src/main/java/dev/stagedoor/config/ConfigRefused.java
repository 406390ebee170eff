package dev.stagedoor.config;

import java.util.List;

/** The configuration cannot be used; the message has a line for each thing that is wrong with it. */
public final class ConfigRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> reasons;

    ConfigRefused(List<String> reasons) {
        super("The configuration cannot be used:\n  " + String.join("\n  ", reasons), null, false, false);
        this.reasons = List.copyOf(reasons);
    }

    /** What is wrong, one thing each. */
    public List<String> reasons() {
        return reasons;
    }
}
