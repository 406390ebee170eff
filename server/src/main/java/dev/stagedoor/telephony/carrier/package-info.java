// SPDX-License-Identifier: Apache-2.0
/**
 * What every phone carrier's voice webhook has in common: {@link dev.stagedoor.telephony.carrier.Carrier}, the port that each
 * carrier's package implements, and what they share to read requests and write answers.
 *
 * <p>Pure: no I/O, no database, no tenants, no clock. Whatever a request says is untrusted, also after its signature has been
 * verified: a caller chooses much of it.
 */
@NullMarked
package dev.stagedoor.telephony.carrier;

import org.jspecify.annotations.NullMarked;
