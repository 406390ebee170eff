// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code outbound}. */
@NullMarked
package dev.stagedoor.outbound;

import org.jspecify.annotations.NullMarked;
