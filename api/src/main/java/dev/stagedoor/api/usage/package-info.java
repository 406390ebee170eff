// SPDX-License-Identifier: Apache-2.0
/** What a tenant used: calls, dispatches and the time of people and agents in rooms. */
@NullMarked
package dev.stagedoor.api.usage;

import org.jspecify.annotations.NullMarked;
