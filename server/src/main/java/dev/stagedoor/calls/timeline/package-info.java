// SPDX-License-Identifier: Apache-2.0
/**
 * A call's whole story: what was asked and recorded, what became of its dispatches, and who came and went, in one order. Shows
 * nothing that its parts would not show: no secret, no token, and numbers only to those who may see them.
 */
@NullMarked
package dev.stagedoor.calls.timeline;

import org.jspecify.annotations.NullMarked;
