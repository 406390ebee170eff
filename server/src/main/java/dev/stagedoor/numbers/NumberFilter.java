// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.numbers;

import org.jspecify.annotations.Nullable;

/**
 * Which numbers are listed: all where nothing is said.
 *
 * @param active whether it counts as the tenant's
 */
record NumberFilter(@Nullable String agent, @Nullable Boolean active) {}
