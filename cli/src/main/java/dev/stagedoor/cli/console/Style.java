// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.console;

import java.util.Set;

/** Colours, if supported. */
public record Style(boolean coloured) {
    private static final Set<String> GOOD =
            Set.of("active", "joined", "completed", "open", "valid", "whole", "yes", "enabled", "ok");
    private static final Set<String> BAD = Set.of(
            "failed",
            "suspended",
            "deleted",
            "revoked",
            "expired",
            "rejected",
            "missing",
            "interrupted",
            "wrong",
            "foreign",
            "broken",
            "no",
            "stopped",
            "disabled");

    /** A column heading or a field name. */
    public String head(String text) {
        return wrap("1", text);
    }

    /** A status word. */
    public String status(String word) {
        String plain = word.strip();
        return GOOD.contains(plain) ? wrap("32", word) : BAD.contains(plain) ? wrap("31", word) : word;
    }

    private String wrap(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
