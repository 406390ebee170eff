// SPDX-License-Identifier: Apache-2.0
/**
 * Stagedoor at real livekit-servers, with real agents and real people in real rooms: what the driver makes of the server's
 * own timing (D1 to D4), who is taken out of a room (T4), which credentials the vault lets in (I1, I3, I8), and input that
 * must not get so far.
 */
@NullMarked
package dev.stagedoor.e2e.livekit;

import org.jspecify.annotations.NullMarked;
