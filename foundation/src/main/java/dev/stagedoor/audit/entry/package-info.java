// SPDX-License-Identifier: Apache-2.0
/** What is entered in the ledger: drafts, entries, and grants with what they cost. Values without a database. */
@NullMarked
package dev.stagedoor.audit.entry;

import org.jspecify.annotations.NullMarked;
