// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to list; null matches any.
 *
 * @param user whose selection they took
 * @param from started at or after this time
 * @param to   started before this time
 */
record RunFilter(
        @Nullable RunStatus status,
        Definition.@Nullable Kind pattern,
        @Nullable String user,
        @Nullable Instant from,
        @Nullable Instant to) {}
