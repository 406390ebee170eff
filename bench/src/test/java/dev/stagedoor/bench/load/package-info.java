// SPDX-License-Identifier: Apache-2.0
/** The load counts every response and bounds what it keeps. */
@NullMarked
package dev.stagedoor.bench.load;

import org.jspecify.annotations.NullMarked;
