// SPDX-License-Identifier: Apache-2.0
/**
 * What runs and model leases may use of models: tokens, money, calls, time and calls at once, for a run, a profile and a
 * tenant. Every call reserves its most before it is made and settles what it used after it, by locked rows, so that two
 * nodes together never give more than there is.
 *
 * <p>Holds the amounts of R4.
 */
@NullMarked
package dev.stagedoor.budgets;

import org.jspecify.annotations.NullMarked;
