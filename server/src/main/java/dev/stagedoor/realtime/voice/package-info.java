// SPDX-License-Identifier: Apache-2.0
/**
 * App users' voices: what a page says aloud goes to an agent in a LiveKit room of the tenant's own project, and what the
 * agent says comes back.
 *
 * <p>The gateway starts a call for it, with all that belongs to one, and the voice bridge, a process beside the server,
 * takes part in its room: no Java library can. The token of that participant goes to the bridge and nowhere else. What
 * waits to be sent is bounded, and the oldest goes first (I7).
 */
@NullMarked
package dev.stagedoor.realtime.voice;

import org.jspecify.annotations.NullMarked;
