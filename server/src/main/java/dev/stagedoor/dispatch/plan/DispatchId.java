// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Problem;
import java.time.Instant;

/** The id of a dispatch, {@code dsp_…}. The agent's metadata contains it, with the attempt. */
public record DispatchId(String value) {
    public DispatchId {
        if (!Ids.isId("dsp", value)) {
            throw Problem.notFound("dispatch");
        }
    }

    /** A new id. */
    public static DispatchId next(Instant now) {
        return new DispatchId(Ids.next("dsp", now));
    }

    @Override
    public String toString() {
        return value;
    }
}
