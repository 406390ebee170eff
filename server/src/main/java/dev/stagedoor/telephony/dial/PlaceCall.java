// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.api.telephony.DialRequest;
import dev.stagedoor.api.telephony.DialWait;
import dev.stagedoor.telephony.dtmf.Digits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call out that is asked for.
 *
 * @param who     the numbers as they were sent, which nobody has looked at yet
 * @param rings   how long it may ring
 * @param longest how long it may last; null for as long as is allowed
 * @param keys    to press once it is answered
 * @param context for the agent
 */
record PlaceCall(
        String agent,
        Who who,
        Duration rings,
        @Nullable Duration longest,
        Digits keys,
        Map<String, Object> context,
        DialWait waitFor) {
    private static final int USUAL_RINGS = 30;

    /** Whom to call, and from which number; null for the trunk's first. */
    record Who(String to, @Nullable String from) {
        /** Without them. */
        @Override
        public String toString() {
            return "Who[]";
        }
    }

    static PlaceCall of(DialRequest request) {
        Digits keys = Digits.of("dtmf", Objects.requireNonNullElse(request.dtmf(), ""));
        return new PlaceCall(
                request.agentSlug(),
                new Who(request.to(), request.from()),
                Duration.ofSeconds(Objects.requireNonNullElse(request.ringTimeout(), USUAL_RINGS)),
                request.maxDuration() == null ? null : Duration.ofSeconds(request.maxDuration()),
                keys,
                request.context() == null ? Map.of() : new LinkedHashMap<>(request.context()),
                Objects.requireNonNullElse(request.waitFor(), DialWait.DIALED));
    }
}
