// SPDX-License-Identifier: Apache-2.0
/**
 * Child processes that never outlive us: {@link dev.stagedoor.processes.Child} starts a {@link
 * dev.stagedoor.processes.Command} under a watchdog that ends it, with all its descendants, when it is closed or when
 * this process ends in any way, a kill -9 included.
 *
 * <p>Serves I2 and S2: a child sees only the environment it is given, and its arguments contain no secret.
 */
@NullMarked
package dev.stagedoor.processes;

import org.jspecify.annotations.NullMarked;
