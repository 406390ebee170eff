// SPDX-License-Identifier: Apache-2.0
/** Tenants' LiveKit projects side by side: versions, outages, and whose breaker opens. */
@NullMarked
package dev.stagedoor.projects;

import org.jspecify.annotations.NullMarked;
