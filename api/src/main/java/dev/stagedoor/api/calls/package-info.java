// SPDX-License-Identifier: Apache-2.0
/** Calls on the wire, and the trigger that starts one. */
@NullMarked
package dev.stagedoor.api.calls;

import org.jspecify.annotations.NullMarked;
