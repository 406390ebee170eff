// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.Given;
import dev.stagedoor.sandbox.SandboxState;
import java.util.Random;

/** Two people who come into the room and leave it, without any trouble. */
final class Guests {
    private static final int RARELY = 100;

    private final SandboxState livekit;
    private final Random chance;

    Guests(SandboxState livekit, Random chance) {
        this.livekit = livekit;
        this.chance = chance;
    }

    /** Most of the time they stay where they are. */
    void comeAndGo() {
        if (chance.nextInt(RARELY) > 0) {
            return;
        }
        String who = chance.nextBoolean() ? "alice" : "bob";
        boolean inside = livekit.listParticipants(Given.ROOM).stream()
                .anyMatch(one -> one.identity().equals(who));
        if (inside) {
            livekit.leave(Given.ROOM, who);
        } else {
            livekit.join(Given.ROOM, who);
        }
    }
}
