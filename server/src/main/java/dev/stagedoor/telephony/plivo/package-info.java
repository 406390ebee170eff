// SPDX-License-Identifier: Apache-2.0
/** Plivo's voice webhooks: signatures of version 3, forms, and Plivo's XML. */
@NullMarked
package dev.stagedoor.telephony.plivo;

import org.jspecify.annotations.NullMarked;
