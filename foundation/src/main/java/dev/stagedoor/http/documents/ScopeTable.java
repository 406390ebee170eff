// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.documents;

import dev.stagedoor.kernel.Scope;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Every scope as a Markdown table: for the OpenAPI document, and for {@code docs/guides/keys.md}. */
public final class ScopeTable {
    private ScopeTable() {}

    /** In the order of {@link Scope}; each with what it lets a key do. */
    public static String markdown() {
        return Arrays.stream(Scope.values())
                .map(scope -> "| `" + scope.wire() + "` | " + scope.lets() + " |\n")
                .collect(Collectors.joining("", "| scope | lets a key |\n|---|---|\n", ""));
    }
}
