// SPDX-License-Identifier: Apache-2.0
/**
 * How long what is over is kept. Features say what they have ({@link dev.stagedoor.retention.Retained}); one job deletes
 * what is older than the configuration says, and remembers up to when, so that nothing is counted that is no longer there.
 */
@NullMarked
package dev.stagedoor.retention;

import org.jspecify.annotations.NullMarked;
