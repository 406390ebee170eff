// SPDX-License-Identifier: Apache-2.0
/** Telnyx's voice webhooks: Ed25519 signatures, call control in JSON, and TeXML. */
@NullMarked
package dev.stagedoor.telephony.telnyx;

import org.jspecify.annotations.NullMarked;
