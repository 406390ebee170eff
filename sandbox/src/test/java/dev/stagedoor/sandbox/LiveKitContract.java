// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a LiveKit server does, as far as Stagedoor stands on it: one suite, run at a real livekit-server and at the
 * sandbox. Where the two may differ, the subclass overrides the test and says why.
 */
abstract class LiveKitContract
        implements RoomContract, DispatchContract, TokenContract, JoinContract, ProtocolContract, AgentContract {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    @Override
    public String fresh() {
        return "room-" + COUNTER.incrementAndGet();
    }
}
