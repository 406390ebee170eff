// SPDX-License-Identifier: Apache-2.0
/** The vault under attack: shared secrets, racing writers, dead and lying servers, plain SQL. */
@NullMarked
package dev.stagedoor.vault;

import org.jspecify.annotations.NullMarked;
