// SPDX-License-Identifier: Apache-2.0
/**
 * Keys pressed in phone calls. LiveKit's server API cannot press them, so the call's own agent does: it is asked by RPC.
 *
 * <p>What is pressed may be somebody's PIN: it goes to the agent, and nowhere else, neither into the audit log nor into a log.
 * An entry says who had how many keys pressed, before they leave.
 */
@NullMarked
package dev.stagedoor.telephony.dtmf;

import org.jspecify.annotations.NullMarked;
