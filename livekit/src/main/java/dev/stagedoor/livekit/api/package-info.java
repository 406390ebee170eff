// SPDX-License-Identifier: Apache-2.0
/**
 * LiveKit's server API: {@link dev.stagedoor.livekit.api.RoomService}, {@link
 * dev.stagedoor.livekit.api.AgentDispatchService} and {@link dev.stagedoor.livekit.api.SipService}, over Twirp with JSON.
 *
 * <p>One {@link dev.stagedoor.livekit.api.LiveKitClient} serves a whole process. It keeps connections and nothing else:
 * project, key and deadline come with each call (invariant I2), every call signs a short-lived token with no more
 * grants than that call needs, redirects and proxies are not followed, answers are bounded. Nothing is ever sent twice
 * by itself, because CreateDispatch twice is two agents, and CreateSIPParticipant two calls; {@link dev.stagedoor.livekit.api.LiveKitException} says what
 * another try can do.
 *
 * <p><b>Where calls may go (invariant I8).</b> Checking an address before a call proves nothing when the name is looked
 * up again to connect: whoever owns the name answers differently the second time. {@link
 * dev.stagedoor.livekit.api.AddressGuard} therefore sits inside the JDK's own look-up, so that the addresses that pass
 * are the very ones connected to.
 */
@NullMarked
package dev.stagedoor.livekit.api;

import org.jspecify.annotations.NullMarked;
