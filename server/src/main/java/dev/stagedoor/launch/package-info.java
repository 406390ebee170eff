// SPDX-License-Identifier: Apache-2.0
/**
 * A tenant's own agent workers, run with that tenant's credentials only (I1, I2, S2). What should run is in PostgreSQL; one
 * reconciler makes it so by a {@link dev.stagedoor.launch.WorkerRuntime}: as processes, in Docker or on Kubernetes.
 */
@NullMarked
package dev.stagedoor.launch;

import org.jspecify.annotations.NullMarked;
