// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.config;

import java.util.List;

/** The configuration is invalid; the message has a line for each problem. */
public final class ConfigRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> reasons;

    /** With those problems, of which there is at least one. */
    public ConfigRefused(List<String> reasons) {
        super("Invalid configuration:\n  " + String.join("\n  ", reasons), null, false, false);
        this.reasons = List.copyOf(reasons);
    }

    /** The problems, one each. */
    public List<String> reasons() {
        return reasons;
    }
}
