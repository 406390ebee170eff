// SPDX-License-Identifier: Apache-2.0
/** Budgets of models on the wire, and what was used of them. */
@NullMarked
package dev.stagedoor.api.budgets;

import org.jspecify.annotations.NullMarked;
