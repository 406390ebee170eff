// SPDX-License-Identifier: Apache-2.0
/**
 * Which rooms of a project have changed, found out for all of them together: one ListRooms with many names, at intervals
 * that do not depend on how many look after the rooms. Whoever does looks into a room only if it has changed.
 *
 * <p>Holds D6 (what is said here only causes an earlier look, and none is left out for longer than the interval of looks)
 * and I7 (each project is asked by a thread of its own, and only while somebody wants to know of its rooms).
 */
@NullMarked
package dev.stagedoor.watch;

import org.jspecify.annotations.NullMarked;
