// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks: figures compared with peers and budgets, never timed tests. {@code make bench} runs them;
 * docs/performance.md has the results.
 *
 * <p>All of them follow these rules: PostgreSQL is durable, which is asserted; the measured program runs in its own
 * processes, as shipped, and the load generator's CPU time is not counted; every response is checked; peers are
 * measured in the same run, in alternating rounds, and medians are compared.
 */
@NullMarked
package dev.stagedoor.bench;

import org.jspecify.annotations.NullMarked;
