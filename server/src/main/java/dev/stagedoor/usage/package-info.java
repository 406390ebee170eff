// SPDX-License-Identifier: Apache-2.0
/**
 * What tenants used: calls, dispatches, and the time of people and agents in rooms, counted from what is stored of each.
 */
@NullMarked
package dev.stagedoor.usage;

import org.jspecify.annotations.NullMarked;
