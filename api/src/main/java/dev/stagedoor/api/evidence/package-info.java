// SPDX-License-Identifier: Apache-2.0
/** Evidence on the wire: what was found when a tenant was verified, and the same signed. */
@NullMarked
package dev.stagedoor.api.evidence;

import org.jspecify.annotations.NullMarked;
