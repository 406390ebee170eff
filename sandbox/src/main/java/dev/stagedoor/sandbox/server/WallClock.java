// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import java.time.Duration;

/** Sleeps for real: always for faults, for LiveKit's own latency only if the sandbox runs in real time. */
record WallClock(boolean stepped) implements Door.Waiting {
    @Override
    public void fault(Duration delay) throws InterruptedException {
        Thread.sleep(delay);
    }

    @Override
    public void livekit(Duration delay) throws InterruptedException {
        if (!stepped) Thread.sleep(delay);
    }
}
