// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import java.time.Duration;

/** Waiting for real: faults always, LiveKit's own slowness only where the sandbox's time is real too. */
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
