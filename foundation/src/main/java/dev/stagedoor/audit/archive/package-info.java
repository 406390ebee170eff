// SPDX-License-Identifier: Apache-2.0
/**
 * Moves old parts of the audit into files, for an operator on the database host (docs/decisions/0021-audit-partitions.md). No
 * role that serves can do it.
 */
@NullMarked
package dev.stagedoor.audit.archive;

import org.jspecify.annotations.NullMarked;
