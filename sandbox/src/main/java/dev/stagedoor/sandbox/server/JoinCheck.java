// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import dev.stagedoor.sandbox.Limits;
import org.jspecify.annotations.Nullable;

/** What {@code GET /rtc/validate} says about a token: whether its holder can join the room it names. */
final class JoinCheck {
    private static final String NO_PERMISSIONS = "no permissions to access the room";

    private JoinCheck() {}

    /** LiveKit's verdict: {@code 200 success}, or the reason for refusal. */
    record Verdict(int status, String text) {
        boolean passes() {
            return status == 200;
        }
    }

    /**
     * The verdict.
     *
     * @param publishing whether the caller requests a second, publish-only connection
     */
    static Verdict verdict(@Nullable Claims claims, boolean publishing) {
        if (claims == null || !claims.hasVideo()) return new Verdict(401, NO_PERMISSIONS);
        if (!claims.may("roomJoin")) return new Verdict(401, "permissions denied");
        if (claims.identity().isEmpty()) return new Verdict(400, "identity cannot be empty");
        if (!Limits.nameFits(claims.identity())) {
            return new Verdict(400, "participant identity length exceeds limits: max length 256");
        }
        if (claims.room().isEmpty()) return new Verdict(400, "no room name");
        if (!Limits.nameFits(claims.room())) {
            return new Verdict(400, "room name length exceeds limits: max length 256");
        }
        if (publishing && !claims.canPublish()) return new Verdict(401, NO_PERMISSIONS);
        return new Verdict(200, "success");
    }
}
