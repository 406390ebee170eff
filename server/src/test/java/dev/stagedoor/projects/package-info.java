// SPDX-License-Identifier: Apache-2.0
/** Tenants' LiveKit projects beside each other: versions, outages, and whose breaker opens. */
@NullMarked
package dev.stagedoor.projects;

import org.jspecify.annotations.NullMarked;
