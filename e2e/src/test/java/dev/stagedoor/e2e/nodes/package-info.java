// SPDX-License-Identifier: Apache-2.0
/**
 * Several equal nodes on one database: what one revokes, no other grants (T4), budgets are exact across all of them, a
 * room gets one agent whichever node is asked, and another node finishes what a dead one began (D1, D4).
 */
@NullMarked
package dev.stagedoor.e2e.nodes;

import org.jspecify.annotations.NullMarked;
