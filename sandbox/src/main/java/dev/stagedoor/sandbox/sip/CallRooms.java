// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import dev.stagedoor.sandbox.Participant.Entrant;
import dev.stagedoor.sandbox.RoomSpec;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The project's rooms, as calls need them. Guarded by the lock of {@link dev.stagedoor.sandbox.SandboxState}. */
public interface CallRooms {
    /** Puts a call into a room, creating that if needed; returns the participant's sid, or null if the room is full. */
    @Nullable
    String enter(RoomSpec spec, Entrant entrant);

    /** Whether that very participant is still there. */
    boolean holds(String room, String sid);

    /** Whether anyone but {@code sid} has an audio track there. */
    boolean sounds(String room, String sid);

    /** Sets an attribute of a participant who is there. */
    void attribute(String room, String sid, String name, String value);

    /** Takes a participant out; nothing if it is not there. */
    void leave(String room, String sid);

    /** A participant's attribute; null without the participant or the attribute. */
    @Nullable
    String attributeOf(String room, String identity, String name);

    /** Whether there is such a participant. */
    boolean has(String room, String identity);

    /** Tells {@code watcher} the name of each room where somebody came, went, or began to publish. */
    void watch(Consumer<String> watcher);
}
