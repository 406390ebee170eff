// SPDX-License-Identifier: Apache-2.0
/** stagedoor dispatches: dispatches and their receipts. */
@NullMarked
package dev.stagedoor.cli.dispatches;

import org.jspecify.annotations.NullMarked;
