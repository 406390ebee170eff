// SPDX-License-Identifier: Apache-2.0
/** Load over keep-alive connections and its latencies: every response is checked and counted. */
@NullMarked
package dev.stagedoor.bench.load;

import org.jspecify.annotations.NullMarked;
