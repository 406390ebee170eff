/** The ledger under attack: concurrent nodes, stuck rows, lost commits, turned clocks and altered chains. */
@NullMarked
package dev.stagedoor.audit;

import org.jspecify.annotations.NullMarked;
