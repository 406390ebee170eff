// SPDX-License-Identifier: Apache-2.0
/** Evidence of tenants on real LiveKit servers, with real agents. */
@NullMarked
package dev.stagedoor.e2e.evidence;

import org.jspecify.annotations.NullMarked;
