// SPDX-License-Identifier: Apache-2.0
/** Plivo, against its contract and Plivo's own library. */
@NullMarked
package dev.stagedoor.telephony.plivo;

import org.jspecify.annotations.NullMarked;
