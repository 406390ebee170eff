// SPDX-License-Identifier: Apache-2.0
/** Tests of phone calls. */
@NullMarked
package dev.stagedoor.telephony;

import org.jspecify.annotations.NullMarked;
