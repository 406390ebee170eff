// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.api.CreateRoom;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.projects.Project;
import java.time.Duration;
import java.util.Set;

/** The tenant's own key makes a room on the tenant's server, and sees it: the canary of the checks that follow. */
final class OwnKeyCheck implements Check {
    private static final Duration EACH = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "own_key";
    }

    @Override
    public Duration within() {
        return Duration.ofSeconds(3);
    }

    @Override
    public Finding look(Subject subject) {
        Project project = subject.project();
        try {
            project.rooms(rooms -> rooms.createRoom(CreateRoom.named(subject.canary(), RoomConfiguration.NONE)), EACH);
        } catch (LiveKitException refused) {
            return Finding.failed("The tenant's own key could not make a room on its server.");
        }
        boolean seen = sees(project, subject.canary());
        subject.canary(seen);
        return Finding.that(
                seen,
                seen
                        ? "The tenant's own key made a room on " + project.url().host() + " and sees it."
                        : "The tenant's own key does not see the room that it made.");
    }

    private static boolean sees(Project project, String room) {
        try {
            return project.existing(Set.of(room)).contains(room);
        } catch (Problem unanswered) {
            return false;
        }
    }
}
