// SPDX-License-Identifier: Apache-2.0
/**
 * Calls: one conversation in one room, started by a trigger, ended on request, when its room closes, or at its limit.
 * Its reservation is settled when it ends.
 *
 * <p>Holds I2 (the whole call uses one credential version, which is stored with it), T4 (removed participants, and
 * users whose call has ended, are evicted from the room), D1 with {@code dispatch}, and D6 (polling settles in the
 * end).
 */
@NullMarked
package dev.stagedoor.calls;

import org.jspecify.annotations.NullMarked;
