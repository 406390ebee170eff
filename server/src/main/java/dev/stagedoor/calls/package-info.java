/**
 * Calls: one conversation in one room, started by a trigger, ended by request, by its room's closing or by its limit. What
 * was reserved for it is settled when it ends. Evictions are carried out here, where rooms can be looked into.
 *
 * <p>Holds I2 (everything of a call uses one credential version, which the call names), T4 (whoever lost the right to be
 * in a room is removed, and again if he comes back), D1 with {@code dispatch}, and D6 (polling settles in the end).
 */
@NullMarked
package dev.stagedoor.calls;

import org.jspecify.annotations.NullMarked;
