// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.entry;

import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An entry before it is appended to a chain. Its texts contain no NUL and no unpaired surrogate, which PostgreSQL
 * cannot store: such a draft is refused ({@code invalid_request}) before anything is queued.
 *
 * @param entryId   {@code aud_…}: identifies the entry when the outcome of its commit is unknown
 * @param at        when it happened; truncated to microseconds, as it is stored and hashed
 * @param action    what was done, such as {@code token.mint}: the route's action; at most 64 characters
 * @param actor     who did it ({@link Principal#actor}); at most 256 characters
 * @param target    what it was done to: an id or name, never a secret; at most 512 characters
 * @param requestId the request it came with; at most 256 characters
 * @param detail    a JSON object with details for the reader, never a secret; at most 64 Ki characters
 */
public record Draft(
        String entryId, Instant at, String action, String actor, String target, String requestId, String detail) {

    public Draft {
        at = at.truncatedTo(ChronoUnit.MICROS);
        check("entry_id", entryId, 64);
        check("action", action, 64);
        check("actor", actor, 256);
        check("target", target, 512);
        check("request_id", requestId, 256);
        check("detail", detail, 64 * 1024);
    }

    /** An entry of {@code by}, now. */
    public static Draft of(Principal by, Instant now, String action, String target, String detail) {
        return new Draft(Ids.next("aud", now), now, action, by.actor(), target, by.requestId(), detail);
    }

    private static void check(String field, String text, int most) {
        if (text.length() > most) {
            throw Problem.invalid("audit." + field, "must not be longer than " + most + " characters");
        }
        if (!PlainText.isStorable(text)) {
            throw Problem.invalid("audit." + field, "contains NUL or an unpaired surrogate");
        }
    }
}
