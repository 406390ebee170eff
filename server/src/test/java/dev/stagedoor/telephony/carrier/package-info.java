// SPDX-License-Identifier: Apache-2.0
/** What carriers share, and the contract that each carrier's test extends. */
@NullMarked
package dev.stagedoor.telephony.carrier;

import org.jspecify.annotations.NullMarked;
