// SPDX-License-Identifier: Apache-2.0
/** Telnyx, against its contract; its library cannot verify. */
@NullMarked
package dev.stagedoor.telephony.telnyx;

import org.jspecify.annotations.NullMarked;
