// SPDX-License-Identifier: Apache-2.0
/**
 * What LiveKit servers say happened in rooms: their webhooks, verified, and passed on to whoever looks at those rooms
 * anyway.
 *
 * <p>Holds D6 (they are hints: what they report is looked for without them, too), I5 (the tenant is the one whose key
 * signed it) and I7 (one tenant's flood of them fills only its own queue).
 */
@NullMarked
package dev.stagedoor.roomevents;

import org.jspecify.annotations.NullMarked;
