// SPDX-License-Identifier: Apache-2.0
/**
 * LiveKit for Java servers. It knows nothing of Stagedoor and stands on the JDK and Jackson alone.
 *
 * <p>Here is the vocabulary that tokens and the server API share: {@link dev.stagedoor.livekit.ServerUrl}, room
 * configuration, kinds and sources. Next door: {@code token} mints, verifies and inspects access tokens, {@code api}
 * calls RoomService, AgentDispatchService and SIP, {@code sip} is what the last of them sends and receives, {@code
 * webhook} verifies what the server posts.
 */
@NullMarked
package dev.stagedoor.livekit;

import org.jspecify.annotations.NullMarked;
