// SPDX-License-Identifier: Apache-2.0
/**
 * LiveKit access tokens: mint ({@link dev.stagedoor.livekit.token.TokenSigner}), verify ({@link
 * dev.stagedoor.livekit.token.TokenVerifier}), inspect ({@link dev.stagedoor.livekit.token.TokenInspector}).
 *
 * <p>Invariants T2 and S1: every token has {@code nbf} = now, {@code iat}, {@code exp} and {@code jti}; server-wide
 * grants are given only by name, through {@link dev.stagedoor.livekit.token.ServerGrant}; HS256 is the only algorithm;
 * secrets and tokens do not appear in {@code toString}.
 */
@NullMarked
package dev.stagedoor.livekit.token;

import org.jspecify.annotations.NullMarked;
