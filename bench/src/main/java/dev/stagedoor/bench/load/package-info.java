// SPDX-License-Identifier: Apache-2.0
/** Load over kept connections, and the latencies that it sees: every answer is checked and counted. */
@NullMarked
package dev.stagedoor.bench.load;

import org.jspecify.annotations.NullMarked;
