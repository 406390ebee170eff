// SPDX-License-Identifier: Apache-2.0
/**
 * Runs of several Claude agents on one task: a pattern ({@code orchestration.pattern}) says which calls to make, one
 * runner makes them with the lease of the user's selected profile, and what happens is stored as it happens.
 *
 * <p>Holds R1 (one immutable lease, whose profile and version stand on the run), R2 (no profile, no run), R3 (a run and
 * its events are stored as they happen; a crash leaves it {@code interrupted} or resumed, never silently running) and R4
 * (agents, rounds, concurrency and time are bounded before the first call).
 */
@NullMarked
package dev.stagedoor.orchestration;

import org.jspecify.annotations.NullMarked;
