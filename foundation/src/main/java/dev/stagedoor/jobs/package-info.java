/**
 * Work that comes round: jobs that look at what is due and return. Each node runs them all; what they take, they take in
 * the database, so that two nodes never do the same.
 */
@NullMarked
package dev.stagedoor.jobs;

import org.jspecify.annotations.NullMarked;
