// SPDX-License-Identifier: Apache-2.0
/**
 * Several equal nodes on one database: what one takes back no other gives (T4), budgets are
 * exact over all of them, a room gets one agent whoever is asked, and what a dead node had begun another ends (D1, D4).
 */
@NullMarked
package dev.stagedoor.e2e.nodes;

import org.jspecify.annotations.NullMarked;
