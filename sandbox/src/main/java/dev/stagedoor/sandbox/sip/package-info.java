// SPDX-License-Identifier: Apache-2.0
/**
 * LiveKit's telephony without telephones: trunks, dispatch rules, and calls in both directions.
 *
 * <p>{@link dev.stagedoor.sandbox.sip.SandboxSip} is the door. Tests play the person who calls
 * ({@link dev.stagedoor.sandbox.sip.Caller}) and the telephones that are called
 * ({@link dev.stagedoor.sandbox.sip.FarEnd}), and watch a {@link dev.stagedoor.sandbox.sip.SipCall}. Trunks and rules
 * answer as livekit-server 1.11.0 does, held by a contract suite; calls do what was measured with a livekit-sip of August
 * 2026, which the project cannot depend on. There is no SIP on any wire, and nobody hears anything.
 */
@NullMarked
package dev.stagedoor.sandbox.sip;

import org.jspecify.annotations.NullMarked;
