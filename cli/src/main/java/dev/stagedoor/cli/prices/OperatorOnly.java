// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.prices;

import dev.stagedoor.client.http.ProblemException;
import org.jspecify.annotations.Nullable;

/** Who may do what a tenant may not. */
final class OperatorOnly {
    private OperatorOnly() {}

    static @Nullable String remedy(ProblemException refused) {
        return refused.code().equals("forbidden") ? "repeat it with an operator's key, and --tenant" : null;
    }
}
