/** Benchmarks: figures beside peers and budgets, never timed tests. */
@NullMarked
package dev.stagedoor.bench;

import org.jspecify.annotations.NullMarked;
