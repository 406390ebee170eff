// SPDX-License-Identifier: Apache-2.0
/** Tokens on the wire. The request and answer of {@code POST /api/v1/tokens} are LiveKit's own, with additions. */
@NullMarked
package dev.stagedoor.api.tokens;

import org.jspecify.annotations.NullMarked;
