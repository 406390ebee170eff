// SPDX-License-Identifier: Apache-2.0
/** stagedoor call-prices: what calls by phone cost. */
@NullMarked
package dev.stagedoor.cli.prices;

import org.jspecify.annotations.NullMarked;
