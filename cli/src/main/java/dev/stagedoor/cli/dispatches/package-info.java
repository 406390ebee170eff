/** stagedoor dispatches: the receipts. */
@NullMarked
package dev.stagedoor.cli.dispatches;

import org.jspecify.annotations.NullMarked;
