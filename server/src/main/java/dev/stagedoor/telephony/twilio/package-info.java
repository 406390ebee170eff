// SPDX-License-Identifier: Apache-2.0
/** Twilio's voice webhooks: {@code X-Twilio-Signature}, forms, and TwiML. */
@NullMarked
package dev.stagedoor.telephony.twilio;

import org.jspecify.annotations.NullMarked;
