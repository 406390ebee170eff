// SPDX-License-Identifier: Apache-2.0
/**
 * Background work: jobs that find what is due and return. Every node runs them all; they claim work in the database, so
 * two nodes never do the same work.
 */
@NullMarked
package dev.stagedoor.jobs;

import org.jspecify.annotations.NullMarked;
