// SPDX-License-Identifier: Apache-2.0
/**
 * The patterns of orchestration, each a pure function from its definition and the answers so far to the next calls to make
 * ({@link dev.stagedoor.orchestration.pattern.Pattern}). No I/O, no clock and no database: one runner executes any of
 * them, and a run that another node takes over goes on from its stored answers.
 *
 * <p>Holds the decisions of R4 (the number of calls is bounded before the first one is made).
 */
@NullMarked
package dev.stagedoor.orchestration.pattern;

import org.jspecify.annotations.NullMarked;
