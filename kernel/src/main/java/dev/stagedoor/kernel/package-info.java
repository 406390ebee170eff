// SPDX-License-Identifier: Apache-2.0
/**
 * The vocabulary of every floor: who makes a request ({@link dev.stagedoor.kernel.Principal}), what must not leak
 * ({@link dev.stagedoor.kernel.Secret}), what can go wrong ({@link dev.stagedoor.kernel.ErrorCode}), ids and pages.
 *
 * <p>Floor 0: imports nothing of Stagedoor. Holds S1 (secrets exist in memory only as {@code Secret}) and E1 (one error
 * vocabulary).
 */
@NullMarked
package dev.stagedoor.kernel;

import org.jspecify.annotations.NullMarked;
