// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.conformance;

/** What each part of the contract runs against. */
public interface UnderTest {
    String ROOMS = "/twirp/livekit.RoomService/";
    String DISPATCHES = "/twirp/livekit.AgentDispatchService/";

    String NOBODY_ANSWERS = "503 unavailable: twirp error unknown: no response from servers";
    /** Returned at random instead, if the caller's own deadline is shorter. */
    String CUT_OFF = "408 canceled: twirp error unknown: request canceled";

    /** The LiveKit under test. */
    Target target();

    /** A room name that no other test uses. */
    String fresh();
}
