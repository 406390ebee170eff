/**
 * Calls: one conversation in one room, started by a trigger, ended by request, by its room's closing or by its limit. What
 * was reserved for it is settled when it ends.
 *
 * <p>Holds I2 (everything of a call uses one credential version, which the call names), T4 (whoever is removed from a
 * call, or whose call ends, is evicted from its room), D1 with {@code dispatch}, and D6 (polling settles in the end).
 */
@NullMarked
package dev.stagedoor.calls;

import org.jspecify.annotations.NullMarked;
