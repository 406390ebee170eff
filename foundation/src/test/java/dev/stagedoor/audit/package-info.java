// SPDX-License-Identifier: Apache-2.0
/** The ledger under attack: concurrent nodes, stuck rows, lost commits and turned clocks. */
@NullMarked
package dev.stagedoor.audit;

import org.jspecify.annotations.NullMarked;
