// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Problem;
import java.time.Instant;

/** The id of a call, {@code call_…}. */
public record CallId(String value) {
    public CallId {
        if (!Ids.isId("call", value)) {
            throw Problem.notFound("call");
        }
    }

    /** A new id. */
    public static CallId next(Instant now) {
        return new CallId(Ids.next("call", now));
    }

    @Override
    public String toString() {
        return value;
    }
}
