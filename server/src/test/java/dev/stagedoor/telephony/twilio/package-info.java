// SPDX-License-Identifier: Apache-2.0
/** Twilio, against its contract and Twilio's own library. */
@NullMarked
package dev.stagedoor.telephony.twilio;

import org.jspecify.annotations.NullMarked;
