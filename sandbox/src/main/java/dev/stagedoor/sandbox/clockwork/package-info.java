// SPDX-License-Identifier: Apache-2.0
/**
 * A sandbox's time and randomness, from one clock and one seed (E3). Used by the sandbox only.
 */
@NullMarked
package dev.stagedoor.sandbox.clockwork;

import org.jspecify.annotations.NullMarked;
