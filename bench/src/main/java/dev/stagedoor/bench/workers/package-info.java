// SPDX-License-Identifier: Apache-2.0
/** What workers that Stagedoor runs cost it while nothing changes. */
@NullMarked
package dev.stagedoor.bench.workers;

import org.jspecify.annotations.NullMarked;
