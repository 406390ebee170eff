// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Runs an operation under the project's lock, after everything due by the clock has happened. */
@FunctionalInterface
public interface Turn {
    void take(Runnable operation);

    /** The same for an operation with a result. */
    default <T> T get(Supplier<T> operation) {
        List<T> result = new ArrayList<>(1);
        take(() -> result.add(operation.get()));
        return result.getFirst();
    }
}
