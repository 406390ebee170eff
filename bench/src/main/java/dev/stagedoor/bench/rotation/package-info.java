// SPDX-License-Identifier: Apache-2.0
/** What a change of a tenant's LiveKit credential costs those who call meanwhile. */
@NullMarked
package dev.stagedoor.bench.rotation;

import org.jspecify.annotations.NullMarked;
