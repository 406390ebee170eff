// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks: figures beside peers and budgets, never timed tests. {@code make bench} runs them; docs/performance.md has
 * what came out.
 *
 * <p>What holds for all of them: PostgreSQL is durable and that is asserted; what is measured runs in processes of its
 * own, as it is shipped, and the load generator's processor time is not counted; every answer is checked; a peer is
 * measured in the same run, in alternating rounds, and medians are compared.
 */
@NullMarked
package dev.stagedoor.bench;

import org.jspecify.annotations.NullMarked;
