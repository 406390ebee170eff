// SPDX-License-Identifier: Apache-2.0
/**
 * Who is and was in the rooms of calls, and what that adds up to.
 *
 * <p>Looks and webhooks tell the same: whoever is late, doubled or missing, the rows end up the same but for the time at which
 * somebody left, which a webhook knows to the second and a look between two looks (D6).
 */
@NullMarked
package dev.stagedoor.participants;

import org.jspecify.annotations.NullMarked;
