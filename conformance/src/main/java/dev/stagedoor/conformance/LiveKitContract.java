// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The LiveKit server behaviour Stagedoor relies on: one suite, run against a real livekit-server and the sandbox.
 * Where the two are allowed to differ, the subclass overrides the test and says why.
 */
abstract class LiveKitContract
        implements RoomContract, DispatchContract, TokenContract, JoinContract, ProtocolContract, AgentContract {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    @Override
    public String fresh() {
        return "room-" + COUNTER.incrementAndGet();
    }
}
