// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.conformance;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The LiveKit server behaviour Stagedoor relies on: one suite, run against a real livekit-server and the sandbox. It makes
 * and deletes rooms of its own names only. Extend it with a server of yours as {@link #target}; where that is allowed to
 * differ, override the test and say why.
 */
public abstract class LiveKitContract
        implements RoomContract, DispatchContract, TokenContract, JoinContract, ProtocolContract, AgentContract {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    /** No server has rooms of that prefix for another reason. */
    private final String prefix = "conformance-" + UUID.randomUUID() + '-';

    /** What the names of its rooms begin with. */
    protected final String prefix() {
        return prefix;
    }

    @Override
    public String fresh() {
        return prefix + COUNTER.incrementAndGet();
    }
}
