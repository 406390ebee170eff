// SPDX-License-Identifier: Apache-2.0
/** Tests of calls out. */
@NullMarked
package dev.stagedoor.telephony.dial;

import org.jspecify.annotations.NullMarked;
