// SPDX-License-Identifier: Apache-2.0
/** What answers a chat: a tenant's agent by Claude, with the tenant's own profile, or one that repeats what it is told. */
@NullMarked
package dev.stagedoor.realtime.agent;

import org.jspecify.annotations.NullMarked;
