// SPDX-License-Identifier: Apache-2.0
/** What calls by phone may cost, and have cost. */
@NullMarked
package dev.stagedoor.api.prices;

import org.jspecify.annotations.NullMarked;
