// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.logs;

import java.time.Instant;

/**
 * A line of what a worker wrote.
 *
 * @param seq its number
 * @param at  when it was read
 */
public record LogLine(long seq, Instant at, String text) {}
