// SPDX-License-Identifier: Apache-2.0
/**
 * What {@link dev.stagedoor.livekit.api.SipService} sends and receives: trunks, dispatch rules, calls.
 *
 * <p><b>Requests are strict, answers lenient.</b> LiveKit's server passes a carriage return in {@code sip_call_to} on into
 * the INVITE (measured: it becomes a header of the caller's choosing), and takes a dispatch rule without trunks, which
 * admits anonymous callers to any number. So a request's constructor takes nothing that is not a phone number, a SIP
 * user, a host or printable text, and no rule without trunks. An answer can describe what somebody else wrote, so
 * it is read as it is; passwords and PINs in it are dropped.
 */
@NullMarked
package dev.stagedoor.livekit.sip;

import org.jspecify.annotations.NullMarked;
