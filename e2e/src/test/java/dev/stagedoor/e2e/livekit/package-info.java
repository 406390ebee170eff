// SPDX-License-Identifier: Apache-2.0
/**
 * Stagedoor with real livekit-servers, real agents and real participants in real rooms: how the driver copes with the
 * server's own timing (D1 to D4), who is removed from a room (T4), which credentials the vault accepts (I1, I3, I8),
 * and input that must not get that far.
 */
@NullMarked
package dev.stagedoor.e2e.livekit;

import org.jspecify.annotations.NullMarked;
