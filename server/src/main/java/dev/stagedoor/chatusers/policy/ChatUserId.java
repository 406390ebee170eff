// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.policy;

import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Problem;
import java.time.Instant;

/** The id of a chat user, {@code cu_…}. */
public record ChatUserId(String value) {
    public ChatUserId {
        if (!Ids.isId("cu", value)) {
            throw Problem.notFound("chat user");
        }
    }

    /** A new id. */
    public static ChatUserId next(Instant now) {
        return new ChatUserId(Ids.next("cu", now));
    }

    @Override
    public String toString() {
        return value;
    }
}
