// SPDX-License-Identifier: Apache-2.0
/** Tests of what calls by phone cost. */
@NullMarked
package dev.stagedoor.telephony.price;

import org.jspecify.annotations.NullMarked;
