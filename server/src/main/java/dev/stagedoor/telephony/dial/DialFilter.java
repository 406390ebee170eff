// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.api.calls.PhoneState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which calls out are listed: all where nothing is said.
 *
 * @param to   the number that was called
 * @param from begun at or after this time
 * @param till begun before this time
 */
record DialFilter(
        @Nullable PhoneState state,
        @Nullable String agentSlug,
        @Nullable String to,
        @Nullable Instant from,
        @Nullable Instant till) {}
