// SPDX-License-Identifier: Apache-2.0
/** stagedoor workers: the workers that are run for a tenant's agents. */
@NullMarked
package dev.stagedoor.cli.workers;

import org.jspecify.annotations.NullMarked;
