// SPDX-License-Identifier: Apache-2.0
/**
 * LiveKit's JSON, written and read: for the other packages of this library, not for its users.
 *
 * <p>Writing goes straight into bytes, since a token is minted in about a microsecond; reading is lenient where LiveKit
 * may grow (unknown fields, unknown enum constants, numbers as strings) and bounded in size and depth.
 */
@NullMarked
package dev.stagedoor.livekit.wire;

import org.jspecify.annotations.NullMarked;
