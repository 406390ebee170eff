// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.console;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * Which of the standard streams are terminals, and what they can do.
 *
 * @param columns  the width, evaluated only when needed
 * @param password asks without echo; empty where that is impossible
 */
public record Screen(
        boolean in, boolean out, boolean err, IntSupplier columns, Function<String, Optional<String>> password) {
    /** Whether the user can be asked: questions go to standard error, answers come from standard input. */
    public boolean asks() {
        return in && err;
    }
}
