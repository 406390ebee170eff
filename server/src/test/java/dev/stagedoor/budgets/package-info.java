// SPDX-License-Identifier: Apache-2.0
/** Tests of budgets of models. */
@NullMarked
package dev.stagedoor.budgets;

import org.jspecify.annotations.NullMarked;
