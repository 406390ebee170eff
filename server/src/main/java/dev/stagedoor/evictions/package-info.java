// SPDX-License-Identifier: Apache-2.0
/**
 * Evictions: participants who lose access to a room (their tenant was suspended, they were revoked or removed, or a call
 * ended there) are removed, and removed again if they rejoin, until their last token has expired or a new one is granted
 * (docs/decisions/0005-in-again.md).
 *
 * <p>Holds T4 for people who are already in a room, and T3's rule that a refresh does not admit them again.
 */
@NullMarked
package dev.stagedoor.evictions;

import org.jspecify.annotations.NullMarked;
