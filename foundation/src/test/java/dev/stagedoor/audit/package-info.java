// SPDX-License-Identifier: Apache-2.0
/** The ledger under attack: concurrent nodes, stuck rows, lost commits and clock jumps. */
@NullMarked
package dev.stagedoor.audit;

import org.jspecify.annotations.NullMarked;
