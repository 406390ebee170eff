// SPDX-License-Identifier: Apache-2.0
/** Workers that Stagedoor runs for tenants, registered with real LiveKit servers. */
@NullMarked
package dev.stagedoor.e2e.workers;

import org.jspecify.annotations.NullMarked;
