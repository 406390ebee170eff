// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

/** What each part of the contract is put to. */
interface UnderTest {
    String ROOMS = "/twirp/livekit.RoomService/";
    String DISPATCHES = "/twirp/livekit.AgentDispatchService/";

    String NOBODY_ANSWERS = "503 unavailable: twirp error unknown: no response from servers";
    /** Heard by chance instead, where the caller's own deadline is the shorter one. */
    String CUT_OFF = "408 canceled: twirp error unknown: request canceled";

    /** The LiveKit under test. */
    Target target();

    /** A room name that no other test uses. */
    String fresh();
}
